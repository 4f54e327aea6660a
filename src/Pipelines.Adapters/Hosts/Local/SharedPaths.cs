using System.Security.Cryptography;
using System.Text;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Trees;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>
/// Paths of a release that are links into <c>shared/</c>. What the first release brings there seeds it: copied, since the bytes of a
/// release may belong to other releases, too. From then on, what is shared is the app's: it is never changed, and a release that brings
/// something else is told.
/// </summary>
internal sealed class SharedPaths(HostLayout layout, IReadOnlyList<string> paths, INativeFiles native)
{
    private const int NamesTold = 5;

    /// <summary>Replaces the shared paths of a release that is being staged by links. A path below another one comes with it.</summary>
    /// <exception cref="PipelineException">A path, or a directory on the way to it, is of a kind that cannot be shared.</exception>
    public void Link(Manifest release, IReporter reporter)
    {
        foreach (var path in paths.Where(path => !paths.Any(other => path.StartsWith(other + '/', StringComparison.Ordinal))))
        {
            var (brought, shared) = (Path.Combine(layout.Release(release.Id.Value), path), Path.Combine(layout.Shared, path));
            RequireNoLinks(layout.Release(release.Id.Value), path);
            RequireSameKind(brought, shared);
            Durable.CreateDirectory(Path.GetDirectoryName(shared)!, HostLayout.Readable);
            if (Path.Exists(brought))
            {
                SeedOrTell(release, path, brought, shared, reporter);
            }
            else if (!Path.Exists(shared))
            {
                Durable.CreateDirectory(shared, HostLayout.Readable);
            }

            Replace(brought, shared);
        }
    }

    private void SeedOrTell(Manifest release, string path, string brought, string shared, IReporter reporter)
    {
        var mark = layout.SeedMark(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path))));
        if (!File.Exists(mark) && IsEmpty(shared))
        {
            Durable.CreateDirectory(Path.GetDirectoryName(mark)!, HostLayout.OwnerOnly);
            AtomicFiles.Write(mark, []); // a run that is killed while it copies is continued by the next one
        }

        if (File.Exists(mark))
        {
            if (Directory.Exists(brought))
            {
                ReleaseTree.MakeReadable(brought);
            }

            SeedCopy.Fill(brought, shared);
            native.SyncTree(Path.GetDirectoryName(shared)!);
            File.Delete(mark);
        }
        else
        {
            Tell(release, path, shared, reporter);
        }
    }

    /// <summary>Tells what the release brings and the app will not see.</summary>
    private void Tell(Manifest release, string path, string shared, IReporter reporter)
    {
        var unseen = release.Entries
            .Where(entry => entry.Path == path || entry.Path.StartsWith(path + '/', StringComparison.Ordinal))
            .Where(entry => !Stands(entry, Path.Combine(layout.Shared, entry.Path)))
            .Select(entry => PrintableText.Of(entry.Path)).ToList();
        if (unseen.Count == 0)
        {
            return;
        }

        var more = unseen.Count > NamesTold ? $" and {unseen.Count - NamesTold} more" : "";
        reporter.Warning(new Problem(
            "deploy.shared",
            $"release {release.Id} brings {string.Join(", ", unseen.Take(NamesTold))}{more}, but {shared} is in use since an earlier "
                + "deployment and is left as it is: the app will not see that.",
            $"Copy what it needs into {shared}; or package it at another path; or leave it out of the package."));
    }

    private bool Stands(ManifestEntry entry, string path)
    {
        try
        {
            return entry.Kind switch
            {
                EntryKind.Directory => Directory.Exists(path),
                EntryKind.Link => new FileInfo(path).LinkTarget == entry.Target,
                _ => FileDigest.Matches(native, path, entry.Size, entry.Sha256),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // not there, or the app lets nobody else read it
        }
    }

    private static bool IsEmpty(string shared) =>
        !Path.Exists(shared) || (Directory.Exists(shared) && !Directory.EnumerateFileSystemEntries(shared).Any());

    private static void Replace(string brought, string shared)
    {
        if (File.Exists(brought))
        {
            File.Delete(brought);
        }

        ReleaseTree.Delete(brought);
        Durable.CreateDirectory(Path.GetDirectoryName(brought)!, HostLayout.Readable);
        File.CreateSymbolicLink(brought, Path.GetRelativePath(Path.GetDirectoryName(brought)!, shared));
    }

    private static void RequireSameKind(string brought, string shared)
    {
        if (Path.Exists(brought) && Path.Exists(shared) && File.Exists(brought) != File.Exists(shared))
        {
            throw new PipelineException(
                $"deploy.shared: {brought} is a {Kind(brought)}, but {shared} is a {Kind(shared)}.",
                $"Move {shared} away, or correct deploy.shared or the release.");
        }
    }

    private static string Kind(string path) => File.Exists(path) ? "file" : "directory";

    /// <summary>Nothing on the way from the root to the path is a file, and nothing is a link, nor is the path: a link would lead our hands
    /// elsewhere.</summary>
    private static void RequireNoLinks(string root, string path)
    {
        for (var part = path; part.Length > 0; part = Path.GetDirectoryName(part)!)
        {
            var entry = new FileInfo(Path.Combine(root, part));
            if (entry.LinkTarget is not null || (entry.Exists && part != path))
            {
                throw new PipelineException(
                    $"deploy.shared: {entry.FullName} is a {(entry.LinkTarget is null ? "file" : "link")}. Only directories and files "
                    + "can be shared, and only below directories.", "Remove it from the release, or from deploy.shared.");
            }
        }
    }
}
