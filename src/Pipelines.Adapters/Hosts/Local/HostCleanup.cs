using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Removes from a host what its deployments made and nobody needs any more.</summary>
internal sealed class HostCleanup(string name, HostLayout layout, HostReleases releases, HostStore store)
{
    private const int NamesTold = 5;

    /// <summary>Removes releases beyond those to keep, and environment files of those that are gone. Whatever else lies among the releases
    /// stays, and is told once.</summary>
    public async Task PruneAsync(int keep, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        var memory = store.Read();
        releases.Prune(keep, [.. new[] { memory.Live?.Release, memory.Previous?.Release }.OfType<string>().Distinct()]);
        RemoveEnvironments(memory);
        await TellOfStrangersAsync(memory, job, reporter, cancellation);
        await (memory is { ServesOurs: true, Live: { } live } ? releases.KeepSpareAsync(live.Release, cancellation) : Task.CompletedTask);
    }

    private void RemoveEnvironments(HostMemory memory)
    {
        var needed = new[] { memory.Live, memory.Previous }.OfType<LiveRelease>()
            .Select(live => layout.Environment(live.Deployment, live.Slot))
            .SelectMany(file => new[] { file, SpecKeeper.FileBeside(file), Path.ChangeExtension(file, ".credentials") }).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(layout.Environments).Where(file => !needed.Contains(file)))
        {
            File.Delete(file);
        }

        foreach (var directory in Directory.EnumerateDirectories(layout.Environments).Where(directory => !needed.Contains(directory)))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private async Task TellOfStrangersAsync(HostMemory memory, HostJob job, IReporter reporter, CancellationToken cancellation)
    {
        var strangers = releases.Strangers;
        var untold = strangers.Except(memory.Strangers).ToList();
        if (untold.Count > 0)
        {
            var more = untold.Count > NamesTold ? $" and {untold.Count - NamesTold} more" : "";
            reporter.Warning(new Problem(
                name,
                $"{layout.Releases} contains {string.Join(", ", untold.Take(NamesTold))}{more}, which no deployment of ours made. "
                    + "Clean-up leaves that alone.",
                "Delete it yourself if nobody needs it; this is not said again."));
        }

        if (!strangers.SequenceEqual(memory.Strangers))
        {
            await store.ChangeAsync(job, before => before with { Strangers = strangers }, cancellation);
        }
    }
}
