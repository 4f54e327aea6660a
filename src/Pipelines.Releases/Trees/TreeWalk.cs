using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;
using Pipelines.Reporting;

namespace Pipelines.Releases.Trees;

/// <summary>One walk over one tree.</summary>
/// <param name="native">Inspects names.</param>
/// <param name="root">The tree's directory.</param>
/// <param name="rules">What to package.</param>
/// <param name="found">Receives each entry, in the byte order of paths.</param>
/// <param name="cancellation">Cancels it.</param>
internal sealed class TreeWalk(
    INativeFiles native, string root, TreeRules rules, Action<ManifestEntry> found, CancellationToken cancellation)
{
    private const int SpecialBits = 0xE00; // setuid, setgid, sticky
    private const int PermissionBits = 0x1FF;

    private readonly ProblemList _problems = new();
    private readonly Dictionary<string, bool> _entered = new(StringComparer.Ordinal);

    public void Run()
    {
        Visit("", included: rules.Include.IsEmpty);
        _problems.ThrowIfAny();
    }

    /// <summary>Visits the contents of a directory. The same tree always gives the same problems first.</summary>
    private void Visit(string directory, bool included)
    {
        foreach (var item in DirectoryItem.Of(root, directory))
        {
            cancellation.ThrowIfCancellationRequested();
            if (item.IsContents)
            {
                VisitContents(item.Path);
            }
            else if (ReleasePath.Problem(item.Path) is { } problem)
            {
                _problems.Add(ReleasePath.Printable(item.Path), $"the name {problem}.", "Rename it, or exclude it with package.exclude.");
            }
            else
            {
                Visit(item.Path, native.Inspect(Path.Combine(root, item.Path)), included);
            }
        }
    }

    /// <summary>A directory that matches no pattern is packaged if something in it is.</summary>
    private void Visit(string path, FileStatus status, bool included)
    {
        var directory = status.Kind == FileKind.Directory;
        if (IsExcluded(path, directory))
        {
            return;
        }

        included = included || rules.Include.Match(path, directory);
        if (included || (directory && HoldsIncluded(path)))
        {
            Add(path, status);
            if (directory)
            {
                _entered.Add(path, included);
            }
        }
    }

    private bool IsExcluded(string path, bool directory) =>
        rules.Own.Contains(path) || rules.Exclude.Match(path, directory) || (directory && HoldsOnlyOwn(path));

    /// <summary>Whether a directory is there for own places alone: it came with them.</summary>
    private bool HoldsOnlyOwn(string directory) => rules.Own.Any(own => own.StartsWith(directory + '/', StringComparison.Ordinal))
        && DirectoryItem.Of(root, directory).Where(item => !item.IsContents).All(item => rules.Own.Contains(item.Path)
            || (Directory.Exists(Path.Combine(root, item.Path)) && HoldsOnlyOwn(item.Path)));

    private void VisitContents(string path)
    {
        if (_entered.Remove(path, out var included))
        {
            Visit(path, included);
        }
    }

    /// <summary>Whether a pattern matches something below a directory. Stops at the first match.</summary>
    private bool HoldsIncluded(string directory) =>
        DirectoryItem.Of(root, directory).Where(item => ReleasePath.Problem(item.Path) is null).Any(item =>
    {
        var isDirectory = native.Inspect(Path.Combine(root, item.Path)).Kind == FileKind.Directory;
        return !IsExcluded(item.Path, isDirectory)
            && (item.IsContents ? isDirectory && HoldsIncluded(item.Path) : rules.Include.Match(item.Path, isDirectory));
    });

    private void Add(string path, FileStatus status)
    {
        var full = Path.Combine(root, path);
        switch (status.Kind)
        {
            case FileKind.Special:
                _problems.Add(path, "this is a device, a fifo or a socket, which a release cannot contain.",
                    "Remove it, or exclude it with package.exclude.");
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
            _problems.Add(path, $"the link {problem}.",
                "Make it relative and keep it inside the tree, or exclude it with package.exclude.");
        }

        found(ManifestEntry.Link(path, target));
    }

    private void AddWithMode(string path, string full, FileStatus status)
    {
        if ((status.Mode & SpecialBits) != 0)
        {
            _problems.Add(path, "it has a setuid, setgid or sticky bit, which a release cannot contain.", "Run chmod u-s,g-s,-t on it.");
        }

        foreach (var attribute in native.AttributesOf(full))
        {
            _problems.Add(path, $"it has the extended attribute {PrintableText.Of(attribute)}, which a release cannot contain.",
                attribute switch
                {
                    "security.capability" =>
                        "Run setcap -r on it, and grant capabilities on the host: AmbientCapabilities= of its systemd unit, or a hook.",
                    "system.posix_acl_access" or "system.posix_acl_default" =>
                        "Run setfacl -b on it, and grant access on the host by owner, group and mode.",
                    _ => $"Run setfattr -x {PrintableText.Of(attribute)} on it, or exclude it with package.exclude.",
                });
        }

        var kind = status.Kind == FileKind.File ? EntryKind.File : EntryKind.Directory;
        if (kind == EntryKind.File && rules.Secrets.Problem(path, full) is { } secret)
        {
            _problems.Add(path, $"the file {secret}.", "Exclude it with package.exclude, or list it under package.allow-secrets.");
        }

        var size = kind == EntryKind.File ? status.Size : 0;
        found(new ManifestEntry(path, kind, status.Mode & PermissionBits, size, default, null));
    }
}
