using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Runtime.ExceptionServices;

namespace Pipelines.Releases;

/// <summary>
/// Makes a directory that holds anything, such as an older release or what a killed run left, the beginning of a release: what is not
/// of the release goes, files stay when their bytes are right, all directories are there. No file is written to: it may be of other releases too.
/// </summary>
internal sealed class TreeRenewal(INativeFiles native, Manifest manifest, string root, Reuse reuse)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly Dictionary<string, ManifestEntry> _wanted = manifest.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _standing = new(StringComparer.Ordinal);
    private readonly List<ManifestEntry> _files = [];

    /// <summary>Paths of the entries that stand as they should.</summary>
    public IReadOnlyCollection<string> Run(ParallelOptions options)
    {
        Directory.CreateDirectory(root, OwnerOnly);
        Visit("");
        foreach (var directory in manifest.Entries.Where(entry => entry.Kind == EntryKind.Directory && _standing.TryAdd(entry.Path, true)))
        {
            Directory.CreateDirectory(Path.Combine(root, directory.Path), OwnerOnly);
        }

        ConfirmAll(options);
        return new HashSet<string>(_standing.Keys, StringComparer.Ordinal);
    }

    /// <summary>Side by side; what goes wrong comes out as it was thrown.</summary>
    private void ConfirmAll(ParallelOptions options)
    {
        try
        {
            Parallel.ForEach(_files, options, Confirm);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Visit(string directory)
    {
        var full = Path.Combine(root, directory);
        File.SetUnixFileMode(full, OwnerOnly);
        foreach (var name in new FileSystemEnumerable<string>(full, (ref entry) => entry.FileName.ToString(), All).ToList())
        {
            Visit(directory.Length == 0 ? name : $"{directory}/{name}", Path.Combine(full, name));
        }
    }

    private void Visit(string path, string full)
    {
        var status = native.Inspect(full);
        switch ((_wanted.GetValueOrDefault(path), status.Kind))
        {
            case ({ Kind: EntryKind.Directory }, FileKind.Directory):
                _standing[path] = true;
                Visit(path);
                break;
            case ({ Kind: EntryKind.Link } link, FileKind.Link) when new FileInfo(full).LinkTarget == link.Target:
                _standing[path] = true;
                break;
            case ({ Kind: EntryKind.File } file, FileKind.File) when status.Size == file.Size && status.Mode == reuse.ModeOf(file):
                _files.Add(file);
                break;
            case (_, FileKind.Directory):
                ReleaseTree.Delete(full);
                break;
            default:
                File.Delete(full);
                break;
        }
    }

    private void Confirm(ManifestEntry file)
    {
        var full = Path.Combine(root, file.Path);
        if (IsRight(full, file))
        {
            _standing[file.Path] = true;
        }
        else
        {
            File.Delete(full);
        }
    }

    private static bool IsRight(string full, ManifestEntry file)
    {
        try
        {
            return FileDigest.Matches(full, file.Size, file.Sha256!);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // its mode lets nobody read it
        }
    }
}
