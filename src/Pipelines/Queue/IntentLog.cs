using Pipelines.Engine;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Queue;

/// <summary>
/// Adds deployments to the queue and removes them. It only writes events; if several processes start, supersede or cancel one at the same
/// time, the order in the log decides.
/// </summary>
/// <param name="log">The environment's log.</param>
/// <param name="policy">Which of the queued deployments run.</param>
/// <param name="announcer">Tells people.</param>
/// <param name="clock">The clock.</param>
internal sealed class IntentLog(EventLog log, QueuePolicy policy, IAnnouncer announcer, TimeProvider clock)
{
    /// <summary>
    /// Returns with the request at the end of the queue: requesting the same twice queues it once, unless something else was requested in
    /// between.
    /// </summary>
    public async Task<DeploymentRecord> AddAsync(DeployRequest request, Queued queued, CancellationToken cancellation)
    {
        if ((await ReadAsync(cancellation)).Same(request.Origin.Commit, queued.Release) is { } there)
        {
            return there;
        }

        var id = DeploymentId.New(clock.GetUtcNow());
        var record =
            new DeploymentRecord(id,
                [await log.AppendAsync(id, request.Asked, guard: null, cancellation),
                await log.AppendAsync(id, queued, guard: null, cancellation)]);
        await announcer.TellAsync(request, record, cancellation);
        await SupersedeAsync(request, cancellation);
        return record;
    }

    /// <summary>Records and announces which deployment superseded which.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SupersedeAsync(DeployRequest request, CancellationToken cancellation)
    {
        var count = 0;
        foreach (var (intent, by) in (await ReadAsync(cancellation)).Stale)
        {
            count += await TryEndAsync(request, intent, new Superseded(by), cancellation) is null ? 0 : 1;
        }

        return count;
    }

    /// <summary>Ends an intent; null if it is no longer queued.</summary>
    public async Task<DeploymentRecord?> TryEndAsync(DeployRequest request, DeploymentRecord intent, DeploymentEvent how,
        CancellationToken cancellation)
    {
        try
        {
            var ended =
                await log.AppendAsync(intent.Id, how, before => NoLongerWaitsException.ThrowUnlessWaiting(before, intent.Id), cancellation);
            var record = intent with { Events = [.. intent.Events, ended] };
            await announcer.TellAsync(request, record, cancellation);
            return record;
        }
        catch (NoLongerWaitsException)
        {
            return null;
        }
    }

    private async Task<IntentList> ReadAsync(CancellationToken cancellation) =>
        new(new DeploymentHistory(await log.ReadAsync(cancellation)), policy);
}
