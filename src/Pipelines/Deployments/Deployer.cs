using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Locks;
using Pipelines.Reporting;
using static Pipelines.History.DeploymentEvent;

namespace Pipelines.Deployments;

/// <summary>
/// Takes a release live on every host of an environment, or leaves what was live. It may die at any point: the next call finds
/// what was left, and finishes or undoes it first.
/// </summary>
/// <param name="log">The environment's log.</param>
/// <param name="leases">The environment's lease.</param>
/// <param name="targets">The hosts, in the order of the configuration file.</param>
/// <param name="secrets">Secret variables of the app.</param>
/// <param name="announcer">Tells people.</param>
/// <param name="clock">The clock.</param>
/// <param name="reporter">Where it tells what it does.</param>
public sealed class Deployer(
    EventLog log, LeaseRegistry leases, IReadOnlyList<Target> targets, IReadOnlyDictionary<string, Secret> secrets,
    IAnnouncer announcer, TimeProvider clock, IReporter reporter)
{
    /// <summary>Records that the gate did not let a request pass, and tells people.</summary>
    public async Task<DeploymentRecord> BlockAsync(DeployRequest request, DateTimeOffset? nextOpen, CancellationToken cancellation)
    {
        await log.ReadAsync(cancellation);
        var id = DeploymentId.New(clock.GetUtcNow());
        var (code, explanation) = request.Admission;
        List<LoggedEvent> events =
        [
            await log.AppendAsync(id, Request(request), guard: null, cancellation),
            await log.AppendAsync(id, new Blocked(code, explanation, nextOpen), guard: null, cancellation),
        ];
        var record = new DeploymentRecord(id, events);
        await announcer.TellAsync(request, record, cancellation);
        return record;
    }

    /// <summary>Deploys.</summary>
    /// <exception cref="PipelineException">The lease is held, or the release cannot be made: nothing has changed.</exception>
    public async Task<DeployOutcome> DeployAsync(DeployRequest request, IReleaseSource source, CancellationToken cancellation)
    {
        await using var lease = await leases.TakeAsync(Holder(request), request.LeaseTimeToLive, cancellation);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        try
        {
            var unfinished = new DeploymentHistory(await log.ReadAsync(either.Token)).Unfinished;
            return unfinished is null
                ? await BeginAsync(request, source, lease, either.Token)
                : await TakeUpAsync(unfinished, request, source, lease, either.Token);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new PipelineException("the lease was lost while deploying; this process stops here.", "Run the same command again.", ExitCode.LeaseHeld);
        }
    }

    private async Task<DeployOutcome> BeginAsync(DeployRequest request, IReleaseSource source, Lease lease, CancellationToken cancellation)
    {
        var journal = new DeploymentJournal(log, lease, DeploymentId.New(clock.GetUtcNow()));
        await journal.AppendAsync(Request(request));
        await journal.AppendAsync(new LeaseTaken(lease.Token, lease.Holder));
        await journal.AppendAsync(new Admitted(request.Admission.Code, request.Admission.Explanation));
        return await Run(request, journal, lease).PerformAsync(source, cancellation);
    }

    /// <summary>A deployment was left: go on with it when the same release is asked for, else undo it and begin anew.</summary>
    private async Task<DeployOutcome> TakeUpAsync(
        DeploymentRecord left, DeployRequest request, IReleaseSource source, Lease lease, CancellationToken cancellation)
    {
        var release = left.Release is null ? null : (await source.PrepareAsync(reporter, cancellation)).Id;
        reporter.Info($"deployment {left.Id} was interrupted; taking it up.");
        var journal = DeploymentJournal.Resume(log, lease, left);
        await journal.AppendAsync(new LeaseTaken(lease.Token, lease.Holder));
        var run = Run(request, journal, lease);
        if (release == left.Release)
        {
            return await run.ContinueAsync(source, cancellation);
        }

        await run.SettleAsync(cancellation);
        return await BeginAsync(request, source, lease, cancellation);
    }

    private DeploymentRun Run(DeployRequest request, DeploymentJournal journal, Lease lease) =>
        new(request, journal, lease, log, targets, secrets, announcer, clock, reporter);

    private static Requested Request(DeployRequest request) =>
        new(request.Type, request.Commit, request.Actor, request.Reason, request.RunUrl, request.Ref);

    private static string Holder(DeployRequest request) => string.Join(", ", new[] { request.Actor, request.Type, request.RunUrl }.Where(part => part is not null));
}
