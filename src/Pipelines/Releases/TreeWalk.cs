using System.IO.Enumeration;

namespace Pipelines.Releases;

/// <summary>One walk over one tree.</summary>
internal sealed class TreeWalk(INativeFiles native, string root, GlobRules include, GlobRules exclude, SecretNames secrets)
{
    private const int SpecialBits = 0xE00; // setuid, setgid, sticky
    private const int PermissionBits = 0x1FF;
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly ProblemList _problems = new();
    private readonly List<TreeEntry> _entries = [];

    public IReadOnlyList<TreeEntry> Run(CancellationToken cancellation)
    {
        Visit("", included: include.IsEmpty, cancellation);
        _problems.ThrowIfAny();
        _entries.Sort((a, b) => Utf8Order.Instance.Compare(a.Path, b.Path));
        return _entries;
    }

    /// <summary>Visits a directory's names in byte order, so that the same tree always tells the same problems first.</summary>
    private void Visit(string directory, bool included, CancellationToken cancellation)
    {
        var names = new FileSystemEnumerable<string>(Path.Combine(root, directory), (ref entry) => entry.FileName.ToString(), All);
        foreach (var name in names.Order(Utf8Order.Instance))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = directory.Length == 0 ? name : $"{directory}/{name}";
            if (ReleasePath.Problem(path) is { } problem)
            {
                _problems.Add(ReleasePath.Printable(path), $"the name {problem}.", "Rename it, or leave it out by package.exclude.");
            }
            else
            {
                Visit(path, native.Inspect(Path.Combine(root, path)), included, cancellation);
            }
        }
    }

    private void Visit(string path, FileStatus status, bool included, CancellationToken cancellation)
    {
        var directory = status.Kind == FileKind.Directory;
        if (exclude.Match(path, directory))
        {
            return;
        }

        included = included || include.Match(path, directory);
        if (directory)
        {
            VisitDirectory(path, status, included, cancellation);
        }
        else if (included)
        {
            Add(path, status);
        }
    }

    /// <summary>A directory that no pattern names is packaged when something in it is.</summary>
    private void VisitDirectory(string path, FileStatus status, bool included, CancellationToken cancellation)
    {
        var before = _entries.Count;
        Visit(path, included, cancellation);
        if (included || _entries.Count > before)
        {
            Add(path, status);
        }
    }

    private void Add(string path, FileStatus status)
    {
        var full = Path.Combine(root, path);
        switch (status.Kind)
        {
            case FileKind.Special:
                _problems.Add(path, "this is a device, a fifo or a socket, which a release cannot hold.", "Remove it, or leave it out by package.exclude.");
                break;
            case FileKind.Link:
                AddLink(path, new FileInfo(full).LinkTarget ?? "");
                break;
            default:
                AddWithMode(path, full, status);
                break;
        }
    }

    private void AddLink(string path, string target)
    {
        if (ReleasePath.TargetProblem(path, target) is { } problem)
        {
            _problems.Add(path, $"the link {problem}.", "Make it relative and inside the tree, or leave it out by package.exclude.");
        }

        _entries.Add(new TreeEntry(path, EntryKind.Link, 0, 0, target));
    }

    private void AddWithMode(string path, string full, FileStatus status)
    {
        if ((status.Mode & SpecialBits) != 0)
        {
            _problems.Add(path, "it has a setuid, setgid or sticky bit, which a release cannot hold.", "Run chmod u-s,g-s,-t on it.");
        }

        var kind = status.Kind == FileKind.File ? EntryKind.File : EntryKind.Directory;
        if (kind == EntryKind.File && secrets.Problem(path, full) is { } secret)
        {
            _problems.Add(path, $"the file {secret}.", "Leave it out by package.exclude, or name it under package.allow-secrets.");
        }

        var size = kind == EntryKind.File ? status.Size : 0;
        _entries.Add(new TreeEntry(path, kind, status.Mode & PermissionBits, size, null));
    }
}
