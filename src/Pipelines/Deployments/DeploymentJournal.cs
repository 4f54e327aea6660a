using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Locks;

namespace Pipelines.Deployments;

/// <summary>Appends the events of one deployment while its lease is held, and knows them.</summary>
internal sealed class DeploymentJournal(EventLog log, Lease lease, string deployment)
{
    private readonly List<LoggedEvent> _events = [];

    public DeploymentRecord Record => new(deployment, [.. _events]);

    /// <summary>Takes up a deployment that another process left.</summary>
    public static DeploymentJournal Resume(EventLog log, Lease lease, DeploymentRecord record)
    {
        var journal = new DeploymentJournal(log, lease, record.Id);
        journal._events.AddRange(record.Events);
        return journal;
    }

    /// <summary>Appends an event; not even a cancelled deployment may lose what it did.</summary>
    /// <exception cref="PipelineException">Another holder took the lease meanwhile: this process may not go on.</exception>
    public async Task AppendAsync(DeploymentEvent what) =>
        _events.Add(await log.AppendAsync(deployment, what, RefuseWhenTaken, CancellationToken.None));

    /// <summary>Appends an event unless an equal one stands there already, as it does after an interruption.</summary>
    public Task AppendOnceAsync(DeploymentEvent what) =>
        _events.Any(logged => logged.Event == what) ? Task.CompletedTask : AppendAsync(what);

    private void RefuseWhenTaken(LoggedEvent other)
    {
        if (other.Event is DeploymentEvent.LeaseTaken taken && taken.Token > lease.Token)
        {
            throw new PipelineException(
                $"the lease was taken over by deployment {other.Deployment} ({taken.Holder}); this process stops here.",
                "That deployment finishes or undoes what this one began.",
                ExitCode.LeaseHeld);
        }
    }
}
