using Pipelines.Releases.Pruning;

namespace Pipelines.Inventory;

/// <summary>Which releases to remove and which to keep. Pure.</summary>
/// <param name="Kept">The releases to keep, each with the first reason.</param>
/// <param name="Removed">The releases to remove.</param>
internal sealed record PruneChoice(IReadOnlyList<(StoredSummary Release, string Why)> Kept, IReadOnlyList<StoredSummary> Removed)
{
    /// <param name="releases">All releases, most recently saved first.</param>
    /// <param name="keep">How many of the newest to keep in any case.</param>
    /// <param name="needed">Ids to keep, and why.</param>
    /// <param name="waiting">Commits whose releases are kept because deployments of them are queued.</param>
    /// <param name="packagingSince">Releases saved since then may be needed by a deployment that has not recorded it yet; null for
    /// none.</param>
    public static PruneChoice Of(
        IReadOnlyList<StoredSummary> releases, int keep, IReadOnlyList<(string? Release, string Why)> needed,
        IReadOnlyList<string> waiting, DateTimeOffset? packagingSince)
    {
        var reasons = releases.Select((release, i) => (Release: release, Why: Why(release, i))).ToList();
        return new PruneChoice(
            [.. reasons.Where(release => release.Why is not null).Select(release => (release.Release, release.Why!))],
            [.. reasons.Where(release => release.Why is null).Select(release => release.Release)]);

        string? Why(StoredSummary release, int place) =>
            needed.FirstOrDefault(one => one.Release == release.Id.Value).Why
            ?? (place < keep ? "one of the newest"
                : release.Summary.Provenance.Commit is { } commit && waiting.Contains(commit) ? $"a deployment of commit {commit} is queued"
                : release.LastSaved >= packagingSince ? "saved since an unfinished deployment began" : null);
    }
}
