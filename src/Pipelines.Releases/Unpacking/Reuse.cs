using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Unpacking;

/// <summary>What a release on a disk may be made of, beside what the store holds.</summary>
/// <param name="Sources">Files on this machine.</param>
/// <param name="MayLink">
/// Whether a path may share its bytes on disk with other releases. It is then read-only from the beginning, as they are. False for what will
/// be written to.
/// </param>
/// <param name="IsSealed">Whether nothing at all will be written to: directories are made read-only too, then.</param>
public sealed record Reuse(IFileSources Sources, Func<string, bool> MayLink, bool IsSealed = false)
{
    private const int WriteBits = 0x92; // 0222

    public static Reuse Nothing { get; } = new(new NoFileSources(), _ => false);

    /// <summary>Permission bits that a file or a directory of the release gets.</summary>
    internal int ModeOf(ManifestEntry entry) => (entry.Kind == EntryKind.File ? MayLink(entry.Path) : IsSealed) ? entry.Mode & ~WriteBits : entry.Mode;
}
