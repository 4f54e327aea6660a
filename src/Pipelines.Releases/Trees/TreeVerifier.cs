using System.Collections.Concurrent;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Trees;

/// <summary>Reads a release's directory on a host again, and compares all of it with the manifest.</summary>
/// <param name="native">Inspects names without following links.</param>
/// <param name="elsewhere">Paths that are links to shared directories, and are not inspected.</param>
/// <param name="isExact">Whether anything not in the manifest is an error.</param>
public sealed class TreeVerifier(INativeFiles native, IReadOnlyCollection<string> elsewhere, bool isExact)
{
    private const int AtOnce = 4;
    private const int WriteBits = 0x92; // 0222: removed when the release was published

    /// <exception cref="PipelineException">Lists what has changed since it was deployed.</exception>
    public async Task VerifyAsync(Manifest release, string directory, CancellationToken cancellation)
    {
        var wrong = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var own = release.Entries.Where(entry => !IsElsewhere(entry.Path)).ToList();
        await Parallel.ForEachAsync(own, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            (entry, _) =>
        {
            if (Problem(entry, Path.Combine(directory, entry.Path)) is { } problem)
            {
                wrong[entry.Path] = problem;
            }

            return ValueTask.CompletedTask;
        });
        foreach (var path in isExact && wrong.IsEmpty
            ? Strangers(directory, "", own.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal)) : [])
        {
            wrong[path] = "is not part of this release";
        }

        if (!wrong.IsEmpty)
        {
            var problems = new ProblemList();
            foreach (var (path, problem) in wrong.OrderBy(pair => pair.Key, Utf8Order.Instance))
            {
                problems.Add(ReleasePath.Printable(path), $"it {problem}.");
            }

            problems.Add($"release {release.Id}", $"the contents of {directory} are not what was deployed.",
                "Remove that directory, and deploy again.");
            problems.ThrowIfAny(ExitCode.Failed);
        }
    }

    private string? Problem(ManifestEntry entry, string path)
    {
        try
        {
            var status = native.Inspect(path);
            return (entry.Kind, status.Kind) switch
            {
                (EntryKind.Link, FileKind.Link) => new FileInfo(path).LinkTarget == entry.Target ? null : "is a link to a different target",
                (EntryKind.Directory, FileKind.Directory) or (EntryKind.File,
                    FileKind.File) when (status.Mode & ~WriteBits) != (entry.Mode & ~WriteBits) => "has a different mode",
                (EntryKind.Directory, FileKind.Directory) => null,
                (EntryKind.File, FileKind.File) => FileDigest.Matches(native, path, entry.Size, entry.Sha256) ? null
                    : "does not match the SHA-256 in the manifest",
                _ => "is of a different kind",
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message.TrimEnd('.')}";
        }
    }

    private IEnumerable<string> Strangers(string root, string directory, HashSet<string> known)
    {
        foreach (var info in new DirectoryInfo(Path.Combine(root, directory))
            .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }))
        {
            var path = directory.Length == 0 ? info.Name : $"{directory}/{info.Name}";
            if (!known.Contains(path) && !IsElsewhere(path)
                && !elsewhere.Any(other => other.StartsWith(path + '/', StringComparison.Ordinal)))
            {
                yield return path;
            }
            else if (info is DirectoryInfo && info.LinkTarget is null)
            {
                foreach (var below in Strangers(root, path, known))
                {
                    yield return below;
                }
            }
        }
    }

    private bool IsElsewhere(string path) =>
        elsewhere.Any(other => path == other || path.StartsWith(other + '/', StringComparison.Ordinal));
}
