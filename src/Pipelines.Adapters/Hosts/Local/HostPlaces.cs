using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>The places that a deployment takes on a host. Whatever stands in one of them and is not ours would be lost, or would stop the
/// switch halfway.</summary>
internal sealed class HostPlaces(string host, HostLayout layout, HostSpec spec)
{
    private const string Link = "a symbolic link";
    private const string File = "a file";
    private const string Directory = "a directory";

    /// <summary>Finds out whether every place can be taken; changes nothing.</summary>
    /// <param name="release">The release that is to be staged.</param>
    /// <exception cref="PipelineException">Something is in the way; all of it is listed.</exception>
    public void Require(string release) => ThrowIfAny(
        Links.SelectMany(place => Check(place, Link))
            .Concat(RecordProblems)
            .Concat(Directories.SelectMany(place => Check(place, Directory)))
            .Concat(ProxyDirectories.Where(directory => !Path.Exists(directory) && !Made.Contains(directory)).Select(directory =>
                Problem($"{directory} does not exist.", "Create it, or correct deploy.traffic")))
            .Concat(Writable.Distinct().SelectMany(CheckAccess))
            .Concat(IsTaken(release) ? [InTheWay(layout.Release(release), $"is there, but no deployment to {layout.Root} made it")] : []));

    /// <summary>Finds out whether what a host remembers can be read and written.</summary>
    /// <exception cref="PipelineException">Something is in the way; all of it is listed.</exception>
    public void RequireRecords() => ThrowIfAny(RecordProblems);

    private IEnumerable<Problem> RecordProblems =>
        new[] { layout.StateFile, layout.JournalFile, layout.LockFile }.SelectMany(place => Check(place, File));

    private static void ThrowIfAny(IEnumerable<Problem> problems)
    {
        var all = problems.ToList();
        if (all.Count > 0)
        {
            throw new PipelineException(all, ExitCode.Failed);
        }
    }

    private bool IsTaken(string release) => Path.Exists(layout.Release(release)) && !new ReleaseLedger(layout).IsOurs(release);

    private IEnumerable<string> Links =>
        from place in spec.Slots.SelectMany(slot => new[] { layout.SlotLink(slot.Name), layout.SlotEnvironment(slot.Name) })
            .Concat([layout.Current]).Concat(ProxyLinks).Distinct()
        from path in new[] { place, place + AtomicFiles.Unfinished }
        select path;

    private IEnumerable<string> ProxyLinks => spec.Traffic?.Link is { } link ? [link] : [];

    private IEnumerable<string> ProxyDirectories => ProxyLinks.Select(link => Path.GetDirectoryName(link)!);

    private IEnumerable<string> Directories => Made.Concat(ProxyDirectories);

    /// <summary>Directories that are made when they are missing.</summary>
    private IEnumerable<string> Made =>
    [
        layout.Root, layout.Control, layout.Releases, layout.Manifests, layout.Marks, layout.Environments,
        .. spec.Slots.Select(slot => Path.GetDirectoryName(layout.SlotLink(slot.Name))!).Distinct(),
        .. spec.Shared.Count > 0 ? [layout.Shared] : Array.Empty<string>(),
    ];

    /// <summary>Where something is created: what is there of each directory.</summary>
    private IEnumerable<string> Writable => Directories.Select(directory =>
    {
        while (!Path.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return directory;
    });

    private IEnumerable<Problem> Check(string place, string expected)
    {
        var found = KindOf(place);
        if (found == Link && expected == Directory)
        {
            found = System.IO.Directory.Exists(place) ? Directory : "a link that leads to no directory";
        }

        return found is null || found == expected
            ? []
            : [InTheWay(place, $"is {found}, and a deployment needs {expected} of its own there",
                place == layout.Current && found == Directory
                    ? "Move it away, or run `pipelines adopt`, which makes it the release to go back to" : "Move it away")];
    }

    private IEnumerable<Problem> CheckAccess(string directory) => !System.IO.Directory.Exists(directory) || Libc.MayWrite(directory)
        ? []
        : [Problem($"user {Environment.UserName} may not write to {directory}.",
            "Change its owner or mode, or choose another deploy.root")];

    private Problem InTheWay(string place, string what, string hint = "Move it away") => Problem($"{place} {what}.", hint);

    private Problem Problem(string what, string hint) => new(host, what, $"{hint}; then run the same command again.");

    /// <summary>What stands there, in words; null for nothing.</summary>
    private static string? KindOf(string path)
    {
        try
        {
            return (Libc.StatusOf(path).Mode & NativeFiles.TypeMask) switch
            {
                0x8000 => File,
                0x4000 => Directory,
                0xA000 => Link,
                0xC000 => "a socket",
                0x1000 => "a pipe",
                _ => "a device",
            };
        }
        catch (IOException e) when (e.HResult is Errno.NotFound or Errno.NotDirectory)
        {
            return null;
        }
    }
}
