using Pipelines.Releases.Files;

namespace Pipelines.Releases.Manifests;

/// <summary>A name that differs between two releases.</summary>
/// <param name="Before">Null if it was added.</param>
/// <param name="After">Null if it was removed.</param>
public sealed record EntryChange(ManifestEntry? Before, ManifestEntry? After)
{
    public string Path => (After ?? Before)!.Path;

    /// <summary><c>added</c>, <c>removed</c> or <c>changed</c>.</summary>
    public string Kind => Before is null ? "added" : After is null ? "removed" : "changed";

    /// <summary>Every name that differs, in path order.</summary>
    public static IReadOnlyList<EntryChange> Between(Manifest before, Manifest after)
    {
        var (old, now) =
            (before.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal),
                after.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal));
        return
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal)
                .Select(path => new EntryChange(old.GetValueOrDefault(path), now.GetValueOrDefault(path)))
                .Where(change => change.Before != change.After)
                .OrderBy(change => change.Path, Utf8Order.Instance),
        ];
    }
}
