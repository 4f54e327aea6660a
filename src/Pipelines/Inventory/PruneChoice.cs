using Pipelines.Releases.Pruning;

namespace Pipelines.Inventory;

/// <summary>Which releases go and which stay. Pure.</summary>
/// <param name="Kept">What stays, and the first reason why.</param>
/// <param name="Removed">What goes.</param>
internal sealed record PruneChoice(IReadOnlyList<(StoredSummary Release, string Why)> Kept, IReadOnlyList<StoredSummary> Removed)
{
    /// <param name="releases">All, the one saved last first.</param>
    /// <param name="keep">How many of the newest stay in any case.</param>
    /// <param name="needed">Ids that stay, and why.</param>
    /// <param name="waiting">Commits whose releases stay, because deployments of them wait.</param>
    /// <param name="packagingSince">What was saved since then may be wanted by a deployment that has not said so yet; null for none.</param>
    public static PruneChoice Of(
        IReadOnlyList<StoredSummary> releases, int keep, IReadOnlyList<(string? Release, string Why)> needed, IReadOnlyList<string> waiting, DateTimeOffset? packagingSince)
    {
        var reasons = releases.Select((release, i) => (Release: release, Why: Why(release, i))).ToList();
        return new PruneChoice(
            [.. reasons.Where(release => release.Why is not null).Select(release => (release.Release, release.Why!))],
            [.. reasons.Where(release => release.Why is null).Select(release => release.Release)]);

        string? Why(StoredSummary release, int place) =>
            needed.FirstOrDefault(one => one.Release == release.Id.Value).Why
            ?? (place < keep ? "one of the newest"
                : release.Summary.Provenance.Commit is { } commit && waiting.Contains(commit) ? $"a deployment of commit {commit} waits for its gate"
                : release.LastSaved >= packagingSince ? "saved since a deployment began that is not finished" : null);
    }
}
