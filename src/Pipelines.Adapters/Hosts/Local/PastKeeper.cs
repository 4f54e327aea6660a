using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>
/// Records what an earlier tool left in the places of a slot before the first change to them, and puts it back. Where our own release was
/// live, and in places whose link is ours, there is nothing to record.
/// </summary>
internal sealed class PastKeeper(HostLayout layout, HostSpec spec, HostStore store, SlotServices services)
{
    /// <summary>Records it, once a deployment, and returns it; null when all is ours.</summary>
    public async Task<HostPast?> RecordAsync(SlotView slot, HostJob job, CancellationToken cancellation)
    {
        var memory = store.Read();
        if (memory.Past?.Deployment == job.Deployment)
        {
            return memory.Past;
        }

        var links = Places(slot).Distinct().Where(place => memory.Live is null || IsForeign(place))
            .Select(place => (Place: place, Target: Libc.ReadLink(place))).Where(link => link.Target is not null)
            .ToDictionary(link => link.Place, link => link.Target!);
        if (memory.Live is { } live && (links.Count == 0 || live.Deployment == job.Deployment))
        {
            return null;
        }

        var runs = memory.Live is null && spec.Service is not null && await RunsAsync(slot, job, cancellation);
        var past = new HostPast(job.Deployment, links, runs, DirectoryOf(layout.SlotLink(slot.Slot.Name)));
        await store.ChangeAsync(job, before => before with { Past = past }, cancellation);
        return past;
    }

    /// <summary>Lets a place be as it was before the deployment: a link of an earlier tool, or nothing.</summary>
    public static void PutBack(string place, HostPast? past)
    {
        var before = past?.Links.GetValueOrDefault(place);
        if (before is null)
        {
            File.Delete(place);
        }
        else if (Libc.ReadLink(place) is not { } now || !now.AsSpan().SequenceEqual(before))
        {
            AtomicFiles.Link(place, before);
        }
    }

    /// <summary>Lets traffic go where it went before the deployment; where the deployment has not recorded that yet, it has moved
    /// nothing.</summary>
    public async Task RouteBackAsync(HostJob job, CancellationToken cancellation) => await store.ChangeAsync(job, memory =>
    {
        var past = memory.Past?.Deployment == job.Deployment ? memory.Past : null;
        foreach (var place in past is null && memory.Live is null ? [] : Shared)
        {
            PutBack(place, past);
        }

        return memory;
    }, cancellation);

    /// <summary>Starts what ran before the deployment again.</summary>
    /// <exception cref="PipelineException">It does not start.</exception>
    public async Task ResumeAsync(HostPast? past, SlotView slot, HostJob job, CancellationToken cancellation)
    {
        if (past is not { Running: true })
        {
            return;
        }

        var service = slot.Release is null ? services.OfPast(slot, job.Release, past.Directory) : services.Of(slot);
        var failure = await service.DeathAsync(cancellation) is null ? null : await service.StartAsync(cancellation);
        if (failure is not null)
        {
            throw new PipelineException($"what ran in slot {slot.Slot.Name} before the deployment does not start again: {failure}",
                "Start it by hand.");
        }
    }

    private IEnumerable<string> Places(SlotView slot) =>
    [
        layout.SlotLink(slot.Slot.Name),
        layout.SlotEnvironment(slot.Slot.Name),
        .. Shared,
    ];

    /// <summary>Places that all slots share.</summary>
    private IEnumerable<string> Shared =>
    [
        .. spec.Strategy.MovesTraffic ? [layout.Current] : Array.Empty<string>(),
        .. spec.Traffic?.Link is { } link ? [link] : Array.Empty<string>(),
    ];

    /// <summary>Whether something is there that leads neither to a release nor to an environment file of ours. The link of a proxy leads
    /// wherever the configuration says, and is ours once something of ours is live.</summary>
    private bool IsForeign(string place) =>
        spec.Traffic?.Link != place
        && new FileInfo(place).LinkTarget is { } target
        && layout.ReleaseOf(place) is null
        && Path.GetDirectoryName(Path.GetFullPath(target, Path.GetDirectoryName(place)!)) != layout.Environments;

    private async Task<bool> RunsAsync(SlotView slot, HostJob job, CancellationToken cancellation)
    {
        try
        {
            return await services.OfPast(slot, job.Release, directory: null).DeathAsync(cancellation) is null;
        }
        catch (PipelineException)
        {
            return false; // a program that is not there: starting the release will say so
        }
    }

    private static string? DirectoryOf(string link) => Directory.Exists(link)
        ? new DirectoryInfo(link).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null;
}
