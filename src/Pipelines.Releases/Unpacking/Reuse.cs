using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Unpacking;

/// <summary>Sources for the files of a release on disk, in addition to the store.</summary>
/// <param name="Sources">Files on this machine.</param>
/// <param name="MayLink">Whether a path may be hard-linked to other releases. It is then read-only from the start, like theirs. False for
/// files that will be written to.</param>
/// <param name="IsSealed">Whether nothing at all will be written to: directories then become read-only, too.</param>
public sealed record Reuse(IFileSources Sources, Func<string, bool> MayLink, bool IsSealed = false)
{
    private const int WriteBits = 0x92; // 0222

    public static Reuse Nothing { get; } = new(new NoFileSources(), _ => false);

    /// <summary>Permission bits for a file or directory of the release.</summary>
    internal int ModeOf(ManifestEntry entry) =>
        (entry.Kind == EntryKind.File ? MayLink(entry.Path) : IsSealed) ? entry.Mode & ~WriteBits : entry.Mode;
}
