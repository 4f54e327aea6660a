using Pipelines.Releases.Files;

namespace Pipelines.Releases.Manifests;

/// <summary>One name in a release.</summary>
/// <param name="Path">Relative, '/'-separated, below the release's root.</param>
/// <param name="Kind">File, directory or symbolic link.</param>
/// <param name="Mode">Permission bits, 0 to 0777 octal; 0 for a link, which has none.</param>
/// <param name="Size">Bytes of a file; 0 for others.</param>
/// <param name="Sha256">Digest of a file's contents; the default for a file that was not read yet, and for other kinds.</param>
/// <param name="Target">Where a link points, relative to its directory, inside the release; null for others.</param>
public sealed record ManifestEntry(string Path, EntryKind Kind, int Mode, long Size, Sha256Digest Sha256, string? Target)
{
    public static ManifestEntry File(string path, int mode, long size, Sha256Digest sha256) =>
        new(path, EntryKind.File, mode, size, sha256, null);

    public static ManifestEntry Directory(string path, int mode) => new(path, EntryKind.Directory, mode, 0, default, null);

    public static ManifestEntry Link(string path, string target) => new(path, EntryKind.Link, 0, 0, default, target);
}
