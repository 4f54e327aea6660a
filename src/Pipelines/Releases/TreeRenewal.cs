using System.Runtime.ExceptionServices;

namespace Pipelines.Releases;

/// <summary>
/// Makes a directory that holds anything, such as an older release or what a killed run left, the beginning of a release: what is not
/// of the release goes, files stay when their bytes are right, all directories and links are there. No file is written to: it may be of
/// other releases too. Both are gone through side by side, in the byte order of paths.
/// </summary>
internal sealed class TreeRenewal : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Files that are confirmed together, while the walk goes on.</summary>
    private const int BatchSize = 4096;

    private readonly INativeFiles _native;
    private readonly string _root;
    private readonly Reuse _reuse;
    private readonly ParallelOptions _options;
    private readonly IEnumerator<ManifestEntry> _wanted;
    private readonly EntryListWriter _missing;
    private bool _isMore;
    private List<(ManifestEntry File, bool MayStand)> _batch = [];
    private Task _confirming = Task.CompletedTask;

    public TreeRenewal(INativeFiles native, Manifest manifest, string root, Reuse reuse, PartCodec codec, ParallelOptions options)
    {
        (_native, _root, _reuse, _options) = (native, root, reuse, options);
        _wanted = manifest.Entries.GetEnumerator();
        _missing = new EntryListWriter(codec, manifest.App);
    }

    /// <summary>The files that are missing still.</summary>
    public EntryList Run()
    {
        Directory.CreateDirectory(_root, OwnerOnly);
        _isMore = _wanted.MoveNext();
        Visit("");
        MakeUpTo(null);
        Confirm();
        Finish(_confirming);
        return _missing.End();
    }

    public void Dispose()
    {
        _wanted.Dispose();
        _missing.Dispose();
    }

    private void Visit(string directory)
    {
        File.SetUnixFileMode(Path.Combine(_root, directory), OwnerOnly);
        var standing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in DirectoryItem.Of(_root, directory))
        {
            if (!item.IsContents)
            {
                MakeUpTo(item.Path);
                standing.UnionWith(Meet(item.Path) is { } entered ? [entered] : []);
            }
            else if (standing.Contains(item.Path))
            {
                Visit(item.Path);
            }
        }
    }

    /// <summary>Makes the entries before a path, which do not stand there; all that are left when it is null.</summary>
    private void MakeUpTo(string? path)
    {
        for (; _isMore && (path is null || Utf8Order.Instance.Compare(_wanted.Current.Path, path) < 0); _isMore = _wanted.MoveNext())
        {
            Make(_wanted.Current);
        }
    }

    private void Make(ManifestEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.Directory:
                Directory.CreateDirectory(Path.Combine(_root, entry.Path), OwnerOnly);
                break;
            case EntryKind.Link:
                File.CreateSymbolicLink(Path.Combine(_root, entry.Path), entry.Target!);
                break;
            default:
                Add(entry, mayStand: false);
                break;
        }
    }

    /// <summary>Keeps what stands at a path, or removes it. Gives the path when it is a directory that stays.</summary>
    private string? Meet(string path)
    {
        var entry = _isMore && _wanted.Current.Path == path ? _wanted.Current : null;
        var full = Path.Combine(_root, path);
        var status = _native.Inspect(full);
        _isMore = entry is null ? _isMore : _wanted.MoveNext();
        switch ((entry, status.Kind))
        {
            case ({ Kind: EntryKind.Directory }, FileKind.Directory):
                return path;
            case ({ Kind: EntryKind.Link }, FileKind.Link) when new FileInfo(full).LinkTarget == entry.Target:
                return null;
            case ({ Kind: EntryKind.File }, FileKind.File) when status.Size == entry.Size && status.Mode == _reuse.ModeOf(entry):
                Add(entry, mayStand: true);
                return null;
            case (_, FileKind.Directory):
                ReleaseTree.Delete(full);
                break;
            default:
                File.Delete(full);
                break;
        }

        if (entry is not null)
        {
            Make(entry);
        }

        return null;
    }

    private void Add(ManifestEntry file, bool mayStand)
    {
        _batch.Add((file, mayStand));
        if (_batch.Count == BatchSize)
        {
            Confirm();
        }
    }

    /// <summary>Confirms the batch while the next one is gathered.</summary>
    private void Confirm()
    {
        Finish(_confirming);
        var batch = _batch;
        _batch = [];
        _confirming = Task.Run(() =>
        {
            var stands = new bool[batch.Count];
            Parallel.For(0, batch.Count, _options, i => stands[i] = batch[i].MayStand && Stands(batch[i].File));
            for (var i = 0; i < batch.Count; i++)
            {
                if (!stands[i])
                {
                    _missing.Add(batch[i].File);
                }
            }
        });
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

    private static bool IsRight(string full, ManifestEntry file)
    {
        try
        {
            return FileDigest.Matches(full, file.Size, file.Sha256);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // its mode lets nobody read it
        }
    }

    /// <summary>What goes wrong comes out as it was thrown.</summary>
    private static void Finish(Task task)
    {
        try
        {
            task.Wait();
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
