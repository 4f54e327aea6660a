using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Locks;
using Pipelines.Queue;
using Pipelines.Reporting;

namespace Pipelines.Engine;

/// <summary>Appends the events of one deployment while its lease is held, and knows them.</summary>
internal sealed class DeploymentJournal(EventLog log, Lease lease, string deployment)
{
    private readonly List<LoggedEvent> _events = [];

    public DeploymentRecord Record => new(deployment, [.. _events]);

    /// <summary>Takes up a deployment that another process left. Its events are read after ours stands in the log: from then on that process adds none.</summary>
    public static Task<DeploymentJournal> ResumeAsync(EventLog log, Lease lease, string deployment, CancellationToken cancellation) =>
        TakeAsync(log, lease, deployment, _ => { }, cancellation);

    /// <summary>Starts a deployment that waits in the queue.</summary>
    /// <exception cref="NoLongerWaitsException">It no longer does.</exception>
    public static Task<DeploymentJournal> StartAsync(EventLog log, Lease lease, string intent, CancellationToken cancellation) =>
        TakeAsync(log, lease, intent, before => IntentLog.RequireWaiting(before, intent), cancellation);

    private static async Task<DeploymentJournal> TakeAsync(
        EventLog log, Lease lease, string deployment, Action<IReadOnlyList<LoggedEvent>> guard, CancellationToken cancellation)
    {
        var journal = new DeploymentJournal(log, lease, deployment);
        var taken = await log.AppendAsync(deployment, new DeploymentEvent.LeaseTaken(lease.Token, lease.Holder), before =>
        {
            journal.RefuseWhenTaken(before);
            guard(before);
        }, CancellationToken.None);
        journal._events.AddRange((await log.ReadUpToAsync(taken, cancellation)).Where(logged => logged.Deployment == deployment));
        return journal;
    }

    /// <summary>Appends an event; not even a cancelled deployment may lose what it did.</summary>
    /// <exception cref="PipelineException">Another holder took the lease meanwhile: this process may not go on.</exception>
    public async Task AppendAsync(DeploymentEvent what) =>
        _events.Add(await log.AppendAsync(deployment, what, RefuseWhenTaken, CancellationToken.None));

    /// <summary>Appends an event unless an equal one stands there already, as it does after an interruption.</summary>
    public Task AppendOnceAsync(DeploymentEvent what) =>
        _events.Any(logged => logged.Event == what) ? Task.CompletedTask : AppendAsync(what);

    /// <summary>Appends an event of the way back. A store that cannot be written must not keep a host from being brought back: that is only told.</summary>
    /// <exception cref="PipelineException">Another holder took the lease meanwhile.</exception>
    public async Task AppendIfPossibleAsync(DeploymentEvent what, IReporter reporter)
    {
        try
        {
            await AppendAsync(what);
        }
        catch (PipelineException e) when (e.ExitCode != ExitCode.LeaseHeld)
        {
            reporter.Warning(new Problem(null, $"it could not be recorded that {DeploymentText.Describe(what)}: {e.Message}"));
            _events.Add(_events[^1] with { Event = what });
        }
    }

    private void RefuseWhenTaken(IReadOnlyList<LoggedEvent> before)
    {
        if (before.LastOrDefault(logged => logged.Event is DeploymentEvent.LeaseReleased released && released.Token >= lease.Token) is { } taken)
        {
            throw new PipelineException(
                $"the lease was taken away: {DeploymentText.Describe(taken.Event)}. This process stops here.",
                "The next deployment finishes or undoes what this one began.",
                ExitCode.LeaseHeld);
        }

        if (before.LastOrDefault(logged => logged.Event is DeploymentEvent.LeaseTaken taken && taken.Token > lease.Token) is { } other)
        {
            throw new PipelineException(
                $"the lease was taken over by deployment {other.Deployment}; this process stops here.",
                "That deployment finishes or undoes what this one began.",
                ExitCode.LeaseHeld);
        }
    }
}
