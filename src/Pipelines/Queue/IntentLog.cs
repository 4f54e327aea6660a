using Pipelines.Engine;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Queue;

/// <summary>Puts deployments into the queue and takes them out. Only events are written; who starts, supersedes and cancels one at the same time is told apart by their order in the log.</summary>
/// <param name="log">The environment's log.</param>
/// <param name="policy">Which of those that wait are made.</param>
/// <param name="announcer">Tells people.</param>
/// <param name="clock">The clock.</param>
internal sealed class IntentLog(EventLog log, QueuePolicy policy, IAnnouncer announcer, TimeProvider clock)
{
    /// <summary>Ends with the request at the end of the queue: asking twice for the same is asking once, unless something else was asked for in between.</summary>
    public async Task<DeploymentRecord> AddAsync(DeployRequest request, Queued queued, CancellationToken cancellation)
    {
        if ((await ReadAsync(cancellation)).Same(request.Commit, queued.Release) is { } there)
        {
            return there;
        }

        var id = DeploymentId.New(clock.GetUtcNow());
        var record = new DeploymentRecord(id, [await log.AppendAsync(id, request.Asked, guard: null, cancellation), await log.AppendAsync(id, queued, guard: null, cancellation)]);
        await announcer.TellAsync(request, record, cancellation);
        await SupersedeAsync(request, cancellation);
        return record;
    }

    /// <summary>Records, and tells, whose place was taken by whom.</summary>
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

    /// <summary>Ends an intent; null when it no longer waits.</summary>
    public async Task<DeploymentRecord?> TryEndAsync(DeployRequest request, DeploymentRecord intent, DeploymentEvent how, CancellationToken cancellation)
    {
        try
        {
            var ended = await log.AppendAsync(intent.Id, how, before => RequireWaiting(before, intent.Id), cancellation);
            var record = intent with { Events = [.. intent.Events, ended] };
            await announcer.TellAsync(request, record, cancellation);
            return record;
        }
        catch (NoLongerWaitsException)
        {
            return null;
        }
    }

    /// <summary>For guards of the log.</summary>
    /// <exception cref="NoLongerWaitsException">The intent no longer waits.</exception>
    public static void RequireWaiting(IReadOnlyList<LoggedEvent> before, string intent)
    {
        var record = new DeploymentRecord(intent, [.. before.Where(logged => logged.Deployment == intent)]);
        if (record.Result != DeploymentResult.Queued)
        {
            throw new NoLongerWaitsException(DeploymentText.Outcome(record));
        }
    }

    private async Task<IntentList> ReadAsync(CancellationToken cancellation) => new(new DeploymentHistory(await log.ReadAsync(cancellation)), policy);
}
