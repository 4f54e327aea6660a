using Pipelines.Anchors;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Failures;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>
/// Takes a release live on every host of an environment, or leaves what was live. It may die at any point: the next call finds
/// what was left, and finishes or undoes it first.
/// </summary>
/// <param name="anchors">The environment's log, and what anchors it.</param>
/// <param name="leases">The environment's lease.</param>
/// <param name="fleet">Where the app runs.</param>
/// <param name="audience">Who follows what happens.</param>
/// <param name="clock">The clock.</param>
/// <param name="reporter">Where it reports what it does.</param>
public sealed class Deployer(
    LogAnchors anchors, LeaseRegistry leases, Fleet fleet, Audience audience, TimeProvider clock, IReporter reporter)
{
    private readonly EventLog _log = anchors.Log;

    public Fleet Fleet => fleet;

    /// <summary>The log that it writes to; null before the first event.</summary>
    public LogIdentity? Log => _log.Identity;

    /// <summary>All deployments so far, as a deployment would accept them.</summary>
    /// <param name="adoptsHost">Whether hosts of other logs are taken over.</param>
    /// <param name="acceptsAny">Whether a history that is not what it was is accepted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PipelineException">It is not what it was.</exception>
    public async Task<DeploymentHistory> HistoryAsync(bool adoptsHost, bool acceptsAny, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await _log.ReadAsync(cancellation));
        if (!acceptsAny)
        {
            await anchors.RequireAsync(adoptsHost, cancellation);
        }

        return history;
    }

    /// <summary>Records that the gate did not let a request pass, and tells people. What an interrupted deployment left is settled all the
    /// same.</summary>
    /// <exception cref="PipelineException">What was left cannot be undone.</exception>
    public async Task<DeploymentRecord> BlockAsync(DeployRequest request, DateTimeOffset? nextOpen, CancellationToken cancellation)
    {
        await RecoverFirstAsync(request, cancellation);
        var id = DeploymentId.New(clock.GetUtcNow());
        var (code, explanation) = request.Admission;
        List<LoggedEvent> events =
        [
            await _log.AppendAsync(id, request.Asked, guard: null, cancellation),
            await _log.AppendAsync(id, new Blocked(code, explanation, nextOpen), guard: null, cancellation),
        ];
        var record = new DeploymentRecord(id, events);
        await audience.Announcer.TellAsync(request, record, cancellation);
        return record;
    }

    /// <summary>Deploys.</summary>
    /// <exception cref="PipelineException">The lease is held, or the release cannot be made: nothing has changed.</exception>
    public Task<DeployOutcome> DeployAsync(DeployRequest request, IReleaseSource source, CancellationToken cancellation) =>
        UnderLeaseAsync(request, async (lease, token) => new DeploymentHistory(await _log.ReadAsync(token)).Unfinished is { } left
            ? await ResumeAsync(left.Id, request, source, lease, token)
            : await BeginAsync(request, source, lease, token), cancellation);

    /// <summary>Starts a deployment that waits in the queue; null when it no longer does. What an interrupted one left is settled
    /// first.</summary>
    /// <exception cref="PipelineException">The lease is held, or what was left cannot be undone.</exception>
    public Task<DeployOutcome?> StartAsync(string intent, DeployRequest request, IReleaseSource source, CancellationToken cancellation) =>
        UnderLeaseAsync(request, async (lease, token) =>
    {
        if (new DeploymentHistory(await _log.ReadAsync(token)).Unfinished is { } left)
        {
            RequireUndone(await Run(request,
                await TakeOverAsync(left.Id, lease, token)).RecoverAsync("it was interrupted, and the queue continues."));
        }

        try
        {
            var journal = await DeploymentJournal.TakeOverAsync(anchors, lease, intent, before =>
                NoLongerWaitsException.ThrowUnlessWaiting(before, intent), token);
            reporter.Info($"deployment {intent} leaves the queue: {request.Admission.Explanation}");
            return await AdmitAsync(request, journal, source, token);
        }
        catch (NoLongerWaitsException)
        {
            return null;
        }
    }, cancellation);

    /// <summary>Goes on with a deployment that was interrupted; null when someone else ended it meanwhile.</summary>
    /// <exception cref="PipelineException">The lease is held.</exception>
    public Task<DeployOutcome?> ResumeAsync(string deployment, DeployRequest request, IReleaseSource source,
        CancellationToken cancellation) => UnderLeaseAsync(request, async (lease, token) =>
        new DeploymentHistory(await _log.ReadAsync(token)).Unfinished?.Id == deployment
            ? await AdmitAsync(request, await TakeOverAsync(deployment, lease, token), source, token)
            : null, cancellation);

    /// <summary>Finishes or undoes what an interrupted deployment left; null when nothing was left.</summary>
    /// <exception cref="PipelineException">The lease is held.</exception>
    public Task<DeployOutcome?> RecoverAsync(DeployRequest request, CancellationToken cancellation) =>
        UnderLeaseAsync(request, async (lease, token) =>
        new DeploymentHistory(await _log.ReadAsync(token)).Unfinished is { } left
            ? await Run(request, await TakeOverAsync(left.Id, lease, token)).RecoverAsync("it was interrupted.")
            : null, cancellation);

    /// <summary>Records what an earlier tool left on the hosts as the release to go back to, and deploys nothing.</summary>
    /// <exception cref="PipelineException">There is nothing to adopt, a deployment was interrupted, or the lease is held.</exception>
    public Task<DeploymentRecord> AdoptAsync(DeployRequest request, CancellationToken cancellation) =>
        UnderLeaseAsync(request, (lease, token) => Adoption.AdoptAsync(request, lease, token), cancellation);

    private Adoption Adoption => new(anchors, fleet, clock, reporter);

    private async Task<T> UnderLeaseAsync<T>(DeployRequest request, Func<Lease, CancellationToken, Task<T>> act,
        CancellationToken cancellation)
    {
        var reading = _log.ReadAsync(cancellation); // beside the lease: once that is held only what is new is left to read
        await using var lease = await leases.TakeAsync(Holder(request), request.LeaseTimeToLive, cancellation, request.IsPatient);
        await reading;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        try
        {
            await anchors.RequireAsync(request.AdoptsHost, either.Token);
            var outcome = await act(lease, either.Token);
            await anchors.KeepAsync(lease.Lost);
            return outcome;
        }
        catch (Exception e) when (lease.Lost.IsCancellationRequested
            && e is OperationCanceledException or HostFailureException or PipelineException { ExitCode: not ExitCode.LeaseHeld })
        {
            throw new PipelineException($"the lease was lost while deploying, so this process stops here. {lease.WhyLost}",
                "Run the same command again.", ExitCode.LeaseHeld, e);
        }
    }

    /// <summary>Undoes an interrupted deployment, or finishes it when a host has committed it; neither waits for the gate. Nothing when its
    /// process still runs.</summary>
    public async Task RecoverFirstAsync(DeployRequest request, CancellationToken cancellation)
    {
        if (new DeploymentHistory(await _log.ReadAsync(cancellation)).Unfinished is null)
        {
            return;
        }

        try
        {
            if (await RecoverAsync(request, cancellation) is { } settled)
            {
                RequireUndone(settled);
            }
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.LeaseHeld)
        {
            reporter.Info("another deployment is in progress.");
        }
    }

    private async Task<DeployOutcome> BeginAsync(DeployRequest request, IReleaseSource source, Lease lease, CancellationToken cancellation)
    {
        await Adoption.BeforeFirstAsync(request, lease, cancellation);
        var journal = new DeploymentJournal(anchors, lease, DeploymentId.New(clock.GetUtcNow()));
        await journal.AppendAsync(request.Asked);
        await journal.AppendAsync(new LeaseTaken(lease.Token, lease.Holder));
        return await AdmitAsync(request, journal, source, cancellation);
    }

    /// <summary>
    /// The gate has let it in, for the first time or again after an interruption; an override is put down first. A token that another
    /// deployment has used meanwhile lets nobody in.
    /// </summary>
    private async Task<DeployOutcome> AdmitAsync(DeployRequest request, DeploymentJournal journal, IReleaseSource source,
        CancellationToken cancellation)
    {
        var run = Run(request, journal);
        if (request.Override is { } asked)
        {
            var used = asked.Token is null ? null : (await _log.ReadAsync(cancellation)).FirstOrDefault(
                logged =>
                    logged.Event is Overridden { Token: var token } && token == asked.Token && logged.Deployment != journal.Record.Id);
            if (used is not null)
            {
                return await run.BlockAsync(
                    new Blocked(GateReasons.OverrideRefused, $"The override's token was used by deployment {used.Deployment}.",
                    NextOpen: null));
            }

            await journal.AppendOnceAsync(
                new Overridden(asked.Names, asked.Reason, asked.Ticket, asked.Actor, asked.GrantedBy, asked.Token));
        }

        if (journal.Record.Find<Admitted>() is not null)
        {
            return await run.DeployAsync(source, isNew: false, cancellation);
        }

        await journal.AppendAsync(new Admitted(request.Admission.Code, request.Admission.Explanation));
        return await run.DeployAsync(source, isNew: true, cancellation);
    }

    /// <summary>A deployment was left: go on with it when the same is asked for, else undo it and begin anew.</summary>
    private async Task<DeployOutcome> ResumeAsync(string left, DeployRequest request, IReleaseSource source, Lease lease,
        CancellationToken cancellation)
    {
        reporter.Info($"deployment {left} was interrupted; resuming it.");
        var journal = await TakeOverAsync(left, lease, cancellation);
        if (await IsSameAsync(journal.Record, request, source, cancellation))
        {
            return await AdmitAsync(request, journal, source, cancellation);
        }

        RequireUndone(await Run(request, journal).RecoverAsync("it was interrupted, and something else was requested."));
        return await BeginAsync(request, source, lease, cancellation);
    }

    private Task<DeploymentJournal> TakeOverAsync(string deployment, Lease lease, CancellationToken cancellation) =>
        DeploymentJournal.TakeOverAsync(anchors, lease, deployment, guard: _ => { }, cancellation);

    private static void RequireUndone(DeployOutcome settled)
    {
        if (settled.ExitCode == ExitCode.RollbackFailed)
        {
            throw new PipelineException($"deployment {settled.Record.Id} could not be undone: {settled.Message}",
                exitCode: ExitCode.RollbackFailed);
        }
    }

    /// <summary>The same commit, in the same direction, and the same release as far as it was known.</summary>
    private async Task<bool> IsSameAsync(DeploymentRecord left, DeployRequest request, IReleaseSource source,
        CancellationToken cancellation) =>
        left.Request.Commit == request.Origin.Commit
        && left.Request.IsRollback == request.Asked.IsRollback
        && DeploySettings.AreSame(left.Find<Configured>()?.Settings, fleet.Settings)
        && (left.Release is null || left.Release == (await source.PrepareAsync(reporter, cancellation)).Id);

    private DeploymentRun Run(DeployRequest request, DeploymentJournal journal) =>
        new(request, journal, fleet, audience, clock, reporter);

    private static string Holder(DeployRequest request) =>
        string.Join(", ", new[] { request.Origin.Actor, request.Type.WireName(), request.Origin.RunUrl }.Where(part => part is not null));
}
