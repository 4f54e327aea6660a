using System.Text;
using Pipelines.Adapters.Hosts.Services;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Hosts;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>
/// Records what an earlier tool left in the places of the slots before the first change to them, and puts it back: when a deployment fails,
/// and when a rollback goes back to it. Where our own release was live, and in places whose link is ours, there is nothing to record.
/// </summary>
internal sealed class PastKeeper(HostLayout layout, HostSpec spec, HostStore store, SlotServices services)
{
    /// <summary>Tells what an earlier tool left, and changes nothing; null when there is nothing, or something of ours is live.</summary>
    public async Task<EarlierRelease?> FindAsync(HostJob job, CancellationToken cancellation)
    {
        if (store.Read().ServesOurs)
        {
            return null;
        }

        var links = Links(_ => true).Where(link => Leads(link.Key)).Select(link =>
            $"{Path.GetRelativePath(layout.Root, link.Key)} -> {Encoding.UTF8.GetString(link.Value)}").Order(StringComparer.Ordinal);
        var running = (await RunningAsync(job, cancellation)).Keys.Order(StringComparer.Ordinal).Select(slot =>
            $"the running service of slot {slot}");
        var parts = links.Concat(running).ToList();
        var moves = IsDirectory(layout.Current) ? layout.Current : null;
        return (parts, moves) switch
        {
            (_, not null) => new EarlierRelease([.. parts, $"the directory {moves}"], parts.Count > 0, moves),
            ({ Count: > 0 }, _) => new EarlierRelease(parts, Serves: true, Moves: null),
            _ when HasFiles() => new EarlierRelease([$"the files in {layout.Root}"], Serves: false, Moves: null),
            _ => null,
        };
    }

    /// <summary>Remembers it as the live release. A directory in the place of our link is moved aside, and a link leads to it: in one step,
    /// so that it is served all the time.</summary>
    /// <exception cref="PipelineException">The directory cannot be moved so.</exception>
    public async Task AdoptAsync(HostJob job, string release, CancellationToken cancellation)
    {
        await store.ChangeAsync(job, memory =>
        {
            if (!memory.ServesOurs && IsDirectory(layout.Current))
            {
                MoveAside();
            }

            return memory;
        }, cancellation);
        var past = new HostPast(job.Deployment, Links(_ => true)) { Services = await RunningAsync(job, cancellation) };
        await store.ChangeAsync(job, memory => memory.ServesOurs ? memory : memory with
        {
            Live = new LiveRelease(release, spec.Slots[0].Name, job.Deployment) { IsAdopted = true },
            Adopted = past with { Release = release },
        }, cancellation);
    }

    /// <summary>Records it, once a deployment, and returns it; null when all is ours.</summary>
    public async Task<HostPast?> RecordAsync(HostJob job, CancellationToken cancellation)
    {
        var memory = store.Read();
        if (memory.Past?.Deployment == job.Deployment)
        {
            return memory.Past;
        }

        var links = Links(place => !memory.ServesOurs || IsForeign(place));
        if (memory.ServesOurs && (links.Count == 0 || memory.Live!.Deployment == job.Deployment))
        {
            return null;
        }

        var running = memory.ServesOurs ? new Dictionary<string, string?>() : await RunningAsync(job, cancellation);
        var past = new HostPast(job.Deployment, links) { Services = running };
        await store.ChangeAsync(job, before => before with { Past = past }, cancellation);
        return past;
    }

    /// <summary>Lets a slot be as it was before the deployment, or as the release that it goes back to left it.</summary>
    /// <exception cref="PipelineException">The service that ran does not start again.</exception>
    public async Task ClearAsync(SlotView slot, HostJob job, CancellationToken cancellation)
    {
        await RecordAsync(job, cancellation);
        var memory = await store.ChangeAsync(job, memory =>
        {
            PutBack(layout.SlotLink(slot.Slot.Name), Before(job, memory));
            PutBack(layout.SlotEnvironment(slot.Slot.Name), Before(job, memory));
            File.Delete(layout.SlotCredentials(slot.Slot.Name));
            return memory;
        }, cancellation);
        await ResumeAsync(Before(job, memory), slot, job, cancellation);
    }

    /// <summary>Lets traffic go where it went before the deployment, or where it went with the release that it goes back to; where the
    /// deployment has not recorded that yet, it has moved nothing.</summary>
    public async Task RouteBackAsync(HostJob job, CancellationToken cancellation) => await store.ChangeAsync(job, memory =>
    {
        var past = Before(job, memory);
        foreach (var place in past is null && !memory.ServesOurs ? [] : Shared)
        {
            PutBack(place, past);
        }

        return memory;
    }, cancellation);

    /// <summary>What a job comes back to: the adopted release when it brings that, else what it found.</summary>
    private static HostPast? Before(HostJob job, HostMemory memory) =>
        memory.Adopted is { } adopted && adopted.Release == job.Release ? adopted
        : memory.Past?.Deployment == job.Deployment ? memory.Past
        : null;

    /// <summary>A link of an earlier tool, or nothing.</summary>
    private static void PutBack(string place, HostPast? past)
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

    private async Task ResumeAsync(HostPast? past, SlotView slot, HostJob job, CancellationToken cancellation)
    {
        if (past is null || !past.Services.TryGetValue(slot.Slot.Name, out var directory))
        {
            return;
        }

        slot = new SlotView(layout, spec, slot.Slot.Name, job); // it ran as the file says
        var service = slot.Release is null ? services.OfPast(slot, job.Release, directory) : services.Of(slot);
        var failure = await service.DeathAsync(cancellation) is null ? null : await service.StartAsync(cancellation);
        if (failure is not null)
        {
            throw new PipelineException($"what ran in slot {slot.Slot.Name} before the deployment does not start again: {failure}",
                "Start it by hand.");
        }
    }

    private Dictionary<string, byte[]> Links(Func<string, bool> matches) => Places.Distinct().Where(matches)
        .Select(place => (Place: place, Target: Libc.ReadLink(place))).Where(link => link.Target is not null)
        .ToDictionary(link => link.Place, link => link.Target!);

    private IEnumerable<string> Places =>
        [.. spec.Slots.SelectMany(slot => new[] { layout.SlotLink(slot.Name), layout.SlotEnvironment(slot.Name) }), .. Shared];

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

    /// <summary>The slots whose service runs, with the directories that their links lead to.</summary>
    private async Task<Dictionary<string, string?>> RunningAsync(HostJob job, CancellationToken cancellation)
    {
        var running = new Dictionary<string, string?>();
        foreach (var slot in spec.Service is null ? [] : spec.Slots)
        {
            if (await RunsAsync(new SlotView(layout, spec, slot.Name, job), job, cancellation))
            {
                running[slot.Name] = DirectoryOf(layout.SlotLink(slot.Name));
            }
        }

        return running;
    }

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

    /// <summary>The link stands first where the directory will be, and then they change places.</summary>
    private void MoveAside()
    {
        var aside = Path.Combine(layout.Root, HostLayout.Aside);
        if (IsDirectory(aside))
        {
            throw new PipelineException($"{layout.Current} is a directory, and {aside}, where it would be moved, is there already.",
                "Move one of them away; then run the same command again.");
        }

        File.Delete(aside);
        File.CreateSymbolicLink(aside, HostLayout.Aside);
        if (Libc.Exchange(aside, layout.Current) is { } failure)
        {
            File.Delete(aside);
            throw new PipelineException($"{layout.Current} is a directory that cannot be moved aside: {failure.Message}",
                $"Rename it to {aside}, let {layout.Current} be a link to it; then run the same command again.", inner: failure);
        }

        Durable.SyncDirectory(layout.Root);
    }

    private bool HasFiles() => Directory.Exists(layout.Root) && Directory.EnumerateFileSystemEntries(layout.Root)
        .Any(path => path != layout.Control && path != layout.Releases && path != layout.Shared);

    private static bool Leads(string link) => new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true) is { } target
        && (target.Exists || Directory.Exists(target.FullName));

    private static bool IsDirectory(string path) => Directory.Exists(path) && new FileInfo(path).LinkTarget is null;

    private static string? DirectoryOf(string link) => Directory.Exists(link)
        ? new DirectoryInfo(link).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null;
}
