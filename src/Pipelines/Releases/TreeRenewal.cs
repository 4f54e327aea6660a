namespace Pipelines.Releases;

/// <summary>
/// Makes a directory that holds anything, such as an older release or what a killed run left, the beginning of a release: what is not
/// of the release goes, files stay when their bytes are right, all directories and links are there. No file is written to: it may be of
/// other releases too. Both are gone through side by side, in the byte order of paths.
/// </summary>
internal sealed class TreeRenewal : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly INativeFiles _native;
    private readonly string _root;
    private readonly Reuse _reuse;
    private readonly IEnumerator<ManifestEntry> _wanted;
    private readonly EntryListWriter _missing;
    private readonly HashSet<string> _standing = new(StringComparer.Ordinal);
    private bool _isMore;

    public TreeRenewal(INativeFiles native, Manifest manifest, string root, Reuse reuse, PartCodec codec)
    {
        (_native, _root, _reuse) = (native, root, reuse);
        _wanted = manifest.Entries.GetEnumerator();
        _missing = new EntryListWriter(codec, manifest.App);
    }

    /// <summary>The files that are missing still.</summary>
    public async Task<EntryList> RunAsync(ParallelOptions options)
    {
        using var runs = new OrderedRuns<(ManifestEntry File, bool Stands)>(Files(), Note);
        await Parallel.ForEachAsync(Enumerable.Range(0, options.MaxDegreeOfParallelism), options, async (_, token) =>
        {
            while (await runs.TakeAsync(token) is var (number, run))
            {
                runs.Give(number, run.ConvertAll(item => (item.File, item.Stands && Stands(item.File))));
            }
        });
        return _missing.End();
    }

    public void Dispose()
    {
        _wanted.Dispose();
        _missing.Dispose();
    }

    private void Note((ManifestEntry File, bool Stands) item)
    {
        if (!item.Stands)
        {
            _missing.Add(item.File);
        }
    }

    /// <summary>Goes through both, makes and removes on the way, and gives each file of the release, with whether it may stand there already.</summary>
    private IEnumerable<(ManifestEntry File, bool MayStand)> Files()
    {
        Directory.CreateDirectory(_root, OwnerOnly);
        _isMore = _wanted.MoveNext();
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
                    yield return (file, false);
                }

                if (Meet(item.Path) is var (met, mayStand))
                {
                    yield return (met, mayStand);
                }
            }
        }

        foreach (var file in MakeUpTo(null))
        {
            yield return (file, false);
        }
    }

    private Queue<DirectoryItem> Enter(string directory)
    {
        File.SetUnixFileMode(Path.Combine(_root, directory), OwnerOnly);
        return new Queue<DirectoryItem>(DirectoryItem.Of(_root, directory));
    }

    /// <summary>Makes the entries before a path, which do not stand there; all that are left when it is null. Gives those that are files.</summary>
    private IEnumerable<ManifestEntry> MakeUpTo(string? path)
    {
        for (; _isMore && (path is null || Utf8Order.Instance.Compare(_wanted.Current.Path, path) < 0); _isMore = _wanted.MoveNext())
        {
            if (Make(_wanted.Current) is { } file)
            {
                yield return file;
            }
        }
    }

    /// <summary>Makes a directory or a link; gives back a file.</summary>
    private ManifestEntry? Make(ManifestEntry entry)
    {
        var full = Path.Combine(_root, entry.Path);
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

    /// <summary>Keeps what stands at a path, or removes it and makes what should stand there. Gives it when it is a file of the release.</summary>
    private (ManifestEntry File, bool MayStand)? Meet(string path)
    {
        var entry = _isMore && _wanted.Current.Path == path ? _wanted.Current : null;
        var full = Path.Combine(_root, path);
        var status = _native.Inspect(full);
        _isMore = entry is null ? _isMore : _wanted.MoveNext();
        switch ((entry, status.Kind))
        {
            case ({ Kind: EntryKind.Directory }, FileKind.Directory):
                _standing.Add(path);
                return null;
            case ({ Kind: EntryKind.Link }, FileKind.Link) when new FileInfo(full).LinkTarget == entry.Target:
                return null;
            case ({ Kind: EntryKind.File }, FileKind.File) when status.Size == entry.Size && status.Mode == _reuse.ModeOf(entry):
                return (entry, true);
            case (_, FileKind.Directory):
                ReleaseTree.Delete(full);
                break;
            default:
                File.Delete(full);
                break;
        }

        return entry is not null && Make(entry) is { } file ? (file, false) : null;
    }

    private bool Stands(ManifestEntry file)
    {
        var full = Path.Combine(_root, file.Path);
        if (IsRight(full, file))
        {
            return true;
        }

        File.Delete(full);
        return false;
    }

    private bool IsRight(string full, ManifestEntry file)
    {
        try
        {
            return FileDigest.Matches(_native, full, file.Size, file.Sha256);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // its mode lets nobody read it
        }
    }
}
