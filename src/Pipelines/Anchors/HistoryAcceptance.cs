using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Anchors;

/// <summary>
/// Goes on with a log that is not what it was, because a person says so: makes its chain whole, records who accepted what and why, and lets
/// the anchors follow. Killed anywhere, it is done again by the same command.
/// </summary>
/// <param name="anchors">The log, and what anchors it.</param>
/// <param name="checkpoints">The signed head of the log.</param>
/// <param name="leases">The environment's lease.</param>
/// <param name="clock">The clock.</param>
/// <param name="reporter">Where it reports what it did.</param>
public sealed class HistoryAcceptance(
    LogAnchors anchors, LogCheckpoints checkpoints, LeaseRegistry leases, TimeProvider clock, IReporter reporter)
{
    private EventLog Log => anchors.Log;

    /// <param name="job">App, environment and actor.</param>
    /// <param name="reason">The reason as typed by the actor.</param>
    /// <param name="timeToLive">Of the lease.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="PipelineException">The lease is held, a host cannot be asked, or the store fails.</exception>
    public async Task AcceptAsync(HostJob job, string reason, TimeSpan timeToLive, CancellationToken cancellation)
    {
        await using var lease = await leases.TakeAsync($"accepting the history, {job.Actor ?? "someone"}", timeToLive, cancellation);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        var found = new List<string>(await Log.RepairAsync(either.Token));
        var hosts = await LookAsync(either.Token);
        var lost = hosts.Where(host => anchors.Problems(host, adoptsHost: false).Any()).ToList();
        found.AddRange(lost.SelectMany(host => anchors.Problems(host, adoptsHost: false))
            .Select(problem => $"{problem.Where}: {problem.What}"));
        var forged = await checkpoints.ProblemAsync(Log, either.Token);
        found.AddRange(forged is null ? [] : [$"{forged.Where}: {forged.What}"]);
        if (found.Count == 0)
        {
            reporter.Info("the history is what it was, so there is nothing to accept.");
            return;
        }

        var accepted = new DeploymentEvent.HistoryAccepted(job.Actor, reason, string.Join(' ', found));
        await Log.AppendAsync(DeploymentId.New(clock.GetUtcNow()), accepted, guard: null, either.Token);
        foreach (var host in lost)
        {
            await host.Host.EnterAsync(job with
            {
                Token = lease.Token, Log = Log.Identity, Head = Log.Head, Continues = host.State!.Head, AcceptsHistory = true,
            }, either.Token);
        }

        await (forged is null ? Task.CompletedTask : checkpoints.RemoveAsync(either.Token));
        reporter.Warning(new Problem(null, $"{DeploymentText.Describe(accepted)}"));
    }

    private async Task<IReadOnlyList<HostAnchor>> LookAsync(CancellationToken cancellation)
    {
        var hosts = await anchors.LookAsync(cancellation);
        return hosts.FirstOrDefault(host => host.Failure is not null) is { } silent
            ? throw new PipelineException($"{silent.Host.Name} cannot tell what it was told of the event log: {silent.Failure}",
                "Run the same command again when it can.")
            : hosts;
    }
}
