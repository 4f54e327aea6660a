using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Trees;

namespace Pipelines.Releases.Unpacking;

/// <summary>
/// Turns a directory with any contents, such as an older release or the remains of an interrupted run, into the start of a release: removes
/// what is not part of the release, keeps files with the right contents, and creates all directories and links. No file is written to,
/// because it may be shared with other releases. Both are walked in parallel, in the byte order of paths.
/// </summary>
internal sealed class TreeRenewal : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int Readable = 0x1ED; // 0755

    private readonly INativeFiles _native;
    private readonly string _root;
    private readonly Reuse _reuse;
    private readonly IEnumerator<ManifestEntry> _wanted;
    private readonly EntryListWriter _missing;
    private readonly EntryListWriter _directories;
    private readonly HashSet<string> _standing = new(StringComparer.Ordinal);
    private bool _isMore;

    public TreeRenewal(INativeFiles native, Manifest manifest, string root, Reuse reuse, PartCodec codec)
    {
        (_native, _root, _reuse) = (native, root, reuse);
        _wanted = manifest.Entries.GetEnumerator();
        _missing = new EntryListWriter(codec, manifest.App);
        _directories = new EntryListWriter(codec, manifest.App);
    }

    /// <summary>The files that are still missing.</summary>
    public async Task<EntryList> RunAsync(ParallelOptions options)
    {
        using var runs = new OrderedRuns<Place>(Files(), Note);
        await Parallel.ForEachAsync(Enumerable.Range(0, options.MaxDegreeOfParallelism), options, async (_, token) =>
        {
            while (await runs.TakeAsync(token) is var (number, run))
            {
                runs.Give(number, run.ConvertAll(place => place with { Stands = place.Stands && Stands(place.File) }));
            }
        });
        return _missing.End();
    }

    /// <summary>
    /// Sets the modes of directories when everything is written. The deepest first: a directory that may not be entered is closed after its
    /// contents.
    /// </summary>
    public void CloseDirectories()
    {
        var open = new OpenDirectories();
        foreach (var directory in _directories.End().Entries)
        {
            open.LeaveBefore(directory.Path, Close);
            open.Enter(directory);
        }

        open.LeaveBefore(null, Close);
        Close(ManifestEntry.Directory("", Readable));

        void Close(ManifestEntry directory) => File.SetUnixFileMode(FullPath(directory.Path), (UnixFileMode)_reuse.ModeOf(directory));
    }

    public void Dispose()
    {
        _wanted.Dispose();
        _missing.Dispose();
        _directories.Dispose();
    }

    private string FullPath(string path) => Path.Combine(_root, path);

    private void Note(Place place)
    {
        if (!place.Stands)
        {
            _missing.Add(place.File);
        }
    }

    /// <summary>
    /// Walks both, creating and removing on the way, and returns each file of the release with whether it may already exist.
    /// </summary>
    private IEnumerable<Place> Files()
    {
        Directory.CreateDirectory(_root, OwnerOnly);
        Advance();
        var open = new Stack<Queue<DirectoryItem>>([Enter("")]);
        while (open.TryPeek(out var items))
        {
            if (!items.TryDequeue(out var item))
            {
                open.Pop();
            }
            else if (item.IsContents && _standing.Remove(item.Path))
            {
                open.Push(Enter(item.Path));
            }
            else if (!item.IsContents)
            {
                foreach (var file in MakeUpTo(item.Path))
                {
                    yield return new Place(file, Stands: false);
                }

                if (Meet(item.Path) is { } met)
                {
                    yield return met;
                }
            }
        }

        foreach (var file in MakeUpTo(null))
        {
            yield return new Place(file, Stands: false);
        }
    }

    private void Advance()
    {
        _isMore = _wanted.MoveNext();
        if (_isMore && _wanted.Current.Kind == EntryKind.Directory)
        {
            _directories.Add(_wanted.Current);
        }
    }

    private Queue<DirectoryItem> Enter(string directory)
    {
        File.SetUnixFileMode(FullPath(directory), OwnerOnly);
        return new Queue<DirectoryItem>(DirectoryItem.Of(_root, directory));
    }

    /// <summary>
    /// Creates the entries before a path, which do not exist yet; all remaining ones if it is null. Returns those that are files.
    /// </summary>
    private IEnumerable<ManifestEntry> MakeUpTo(string? path)
    {
        for (; _isMore && (path is null || Utf8Order.Instance.Compare(_wanted.Current.Path, path) < 0); Advance())
        {
            if (Make(_wanted.Current) is { } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>Creates a directory or a link; returns a file.</summary>
    private ManifestEntry? Make(ManifestEntry entry)
    {
        var full = FullPath(entry.Path);
        switch (entry.Kind)
        {
            case EntryKind.Directory:
                Directory.CreateDirectory(full, OwnerOnly);
                return null;
            case EntryKind.Link:
                File.CreateSymbolicLink(full, entry.Target!);
                return null;
            default:
                return entry;
        }
    }

    /// <summary>
    /// Keeps what exists at a path, or removes it and creates what should be there. Returns it if it is a file of the release, which is not
    /// checked yet.
    /// </summary>
    private Place? Meet(string path)
    {
        var entry = _isMore && _wanted.Current.Path == path ? _wanted.Current : null;
        if (entry is not null)
        {
            Advance();
        }

        if (entry is { Kind: EntryKind.File })
        {
            return new Place(entry, Stands: true);
        }

        var full = FullPath(path);
        var kind = _native.Inspect(full).Kind;
        if (kind == FileKind.Directory && entry is { Kind: EntryKind.Directory })
        {
            _standing.Add(path);
        }
        else if (kind != FileKind.Link || entry?.Target is not { } target || new FileInfo(full).LinkTarget != target)
        {
            Remove(full, kind);
            _ = entry is null ? null : Make(entry);
        }

        return null;
    }

    private bool Stands(ManifestEntry file)
    {
        var full = FullPath(file.Path);
        if (IsRight(full, file))
        {
            return true;
        }

        Remove(full, _native.Inspect(full).Kind);
        return false;
    }

    private bool IsRight(string full, ManifestEntry file)
    {
        try
        {
            return FileDigest.Matches(_native, full, file.Size, file.Sha256, _reuse.ModeOf(file));
        }
        catch (UnauthorizedAccessException)
        {
            return false; // its mode lets nobody read it
        }
    }

    private static void Remove(string full, FileKind kind)
    {
        if (kind == FileKind.Directory)
        {
            ReleaseTree.Delete(full);
        }
        else
        {
            File.Delete(full);
        }
    }

    /// <summary>A file of the release.</summary>
    /// <param name="File">The file.</param>
    /// <param name="Stands">Whether something at its path may be this file; after checking: whether it is.</param>
    private readonly record struct Place(ManifestEntry File, bool Stands);
}
