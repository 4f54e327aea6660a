using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pipelines.Anchors;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Locks;
using Pipelines.Reporting;

namespace Pipelines.Engine;

#pragma warning disable CA1001 // a semaphore whose wait handle nobody asks for holds nothing to dispose of
/// <summary>Appends the events of one deployment while its lease is held, and knows them.</summary>
internal sealed class DeploymentJournal(LogAnchors anchors, Lease lease, string deployment)
#pragma warning restore CA1001
{
    /// <summary>Participants that work at the same time append one after the other.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    private ImmutableList<LoggedEvent> _events = [];

    private EventLog Log => anchors.Log;

    public Lease Lease => lease;

    public DeploymentRecord Record => new(deployment, _events);

    /// <summary>All deployments of the environment up to now: nobody else ends one while the lease is held.</summary>
    public async Task<DeploymentHistory> HistoryAsync(CancellationToken cancellation) =>
        new(await Log.ReadUpToAsync(_events[^1], cancellation));

    /// <summary>Records once what the deployment runs with; nothing when that is not known.</summary>
    public Task ConfigureAsync(JsonObject? settings) => settings is not null && Record.Find<DeploymentEvent.Configured>() is null
        ? AppendAsync(new DeploymentEvent.Configured(settings)) : Task.CompletedTask;

    /// <summary>What a failure of it is put down to, by what the log knows; null when nothing is at fault, such as for a cancellation, and
    /// for a rollback.</summary>
    public async Task<Blame?> BlameAsync(Exception failure) => failure switch
    {
        HostFailureException when Record.Request.IsRollback => null,
        HostFailureException when Record.Find<DeploymentEvent.Configured>() is null => Blame.Release,
        HostFailureException => (await HistoryAsync(CancellationToken.None)).BlameFor(Record),
        PipelineException => Blame.Host,
        _ => null,
    };

    /// <summary>Takes over a deployment that another process left, or that waits. Its events are read after ours stands in the log: from
    /// then on that process adds none.</summary>
    /// <param name="anchors">The environment's log, and what anchors it.</param>
    /// <param name="lease">Ours.</param>
    /// <param name="deployment">Its id.</param>
    /// <param name="guard">Looks at the log at the moment of the take-over, and throws to refuse it.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<DeploymentJournal> TakeOverAsync(
        LogAnchors anchors, Lease lease, string deployment, Action<IReadOnlyList<LoggedEvent>> guard, CancellationToken cancellation)
    {
        var journal = new DeploymentJournal(anchors, lease, deployment);
        var taken = await anchors.Log.AppendAsync(deployment, new DeploymentEvent.LeaseTaken(lease.Token, lease.Holder), before =>
        {
            journal.RefuseWhenTaken(before);
            guard(before);
        }, CancellationToken.None);
        journal._events = [.. (await anchors.Log.ReadUpToAsync(taken, cancellation)).Where(logged => logged.Deployment == deployment)];
        return journal;
    }

    /// <summary>A job that the host takes for the log's: see <see cref="LogAnchors.ClaimAsync"/>.</summary>
    public Task<HostJob> ClaimAsync(IHost host, HostJob job, CancellationToken cancellation) =>
        anchors.ClaimAsync(host, job, cancellation);

    /// <summary>Appends an event; not even a cancelled deployment may lose what it did.</summary>
    /// <exception cref="PipelineException">Another holder took the lease meanwhile: this process may not go on.</exception>
    public async Task AppendAsync(DeploymentEvent what)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            _events = _events.Add(await Log.AppendAsync(deployment, what, RefuseWhenTaken, CancellationToken.None));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Appends an event unless an equal one stands there already, as it does after an interruption.</summary>
    public Task AppendOnceAsync(DeploymentEvent what) =>
        _events.Any(logged => logged.Event == what) ? Task.CompletedTask : AppendAsync(what);

    /// <summary>Appends an event of the way back. A store that cannot be written must not keep a host from being brought back: that is only
    /// told.</summary>
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
            _events = _events.Add(_events[^1] with { Event = EventTexts.Map(what, reporter.Redact) });
        }
    }

    private void RefuseWhenTaken(IReadOnlyList<LoggedEvent> before)
    {
        if (before.LastOrDefault(logged =>
            logged.Event is DeploymentEvent.LeaseReleased released && released.Token >= lease.Token) is { } taken)
        {
            throw new PipelineException(
                $"the lease was revoked: {DeploymentText.Describe(taken.Event)}. This process stops here.",
                "The next deployment finishes or undoes the work of this one.",
                ExitCode.LeaseHeld);
        }

        if (before.LastOrDefault(logged => logged.Event is DeploymentEvent.LeaseTaken taken && taken.Token > lease.Token) is { } other)
        {
            throw new PipelineException(
                $"the lease was taken over by deployment {other.Deployment}; this process stops here.",
                "That deployment finishes or undoes the work of this one.",
                ExitCode.LeaseHeld);
        }
    }
}
