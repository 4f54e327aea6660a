using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Reporting;
using Pipelines.Rollouts;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>
/// Runs the queued deployments that are due. Any number of workers can run at the same time, and die: each deployment is started once.
/// </summary>
internal sealed class QueueWorker(StepContext step, StageSetup setup, IConnections connections, TimeProvider clock)
{
    private readonly QueueLook _look = new(step, setup, connections, clock);
    private readonly Deployer _deployer = setup.Deployer(setup.Targets());

    /// <summary>One pass over the queue: ends when nothing more is due, or one has failed.</summary>
    /// <exception cref="PipelineException">Another process holds the lease.</exception>
    public async Task<QueueRun> RunAsync(CancellationToken cancellation)
    {
        List<StartedIntent> started = await TakeUpAsync(cancellation) is { } left ? [left] : [];
        var notes = new DeployRequest(setup.App, setup.Stage, DeploymentType.Queued.WireName());
        await (setup.Reminder?.RemindAsync(notes, cancellation) ?? Task.CompletedTask);
        var superseded = await setup.IntentLog.SupersedeAsync(notes, cancellation);
        var waiting = await _look.WaitingAsync(cancellation);
        while (started.TrueForAll(one => one.Outcome.ExitCode == ExitCode.Passed) && waiting is [{ IsDue: true } first, ..])
        {
            if (await StartAsync(first, token => AskAsync(first.Record, token), cancellation) is { } made)
            {
                started.Add(made);
            }

            waiting = await _look.WaitingAsync(cancellation);
        }

        return new QueueRun(started, superseded, waiting);
    }

    /// <summary>Starts a queued deployment; null if it is no longer queued.</summary>
    /// <param name="intent">The deployment, with the decision that admits it.</param>
    /// <param name="askAgain">Checks the gate again, right before the first host is switched.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<StartedIntent?> StartAsync(WaitingIntent intent, Func<CancellationToken, Task<GateDecision>> askAgain, CancellationToken cancellation)
    {
        var (record, now) = (intent.Record, clock.GetUtcNow());
        var delay = now - _look.Gate.OpenSince(record);
        var waited = $"It waited {(now - record.StartedAt).ForPeople()}{(delay is { } since ? $", {since.ForPeople()} of that with the calendar open" : "")}.";
        step.Reporter.Info($"deployment {record.Id} leaves the queue. {waited}");
        var request = Request(record.Request.Commit, (intent.Decision.ReasonCode, $"{intent.Decision.Explanation} {waited}"), askAgain) with { Override = intent.Decision.Override };
        return await _deployer.StartAsync(record.Id, request, await SourceAsync(record, intent.Release!, cancellation), cancellation) is { } outcome
            ? new StartedIntent(outcome, delay)
            : null;
    }

    /// <summary>Resumes a queued deployment whose process died, whichever worker comes first; null if there is none.</summary>
    private async Task<StartedIntent?> TakeUpAsync(CancellationToken cancellation)
    {
        if (new DeploymentHistory(await setup.Log.ReadAsync(cancellation)).Unfinished is not { Release: { } release } left || left.Find<DeploymentEvent.Queued>() is null)
        {
            return null;
        }

        step.Reporter.Info($"queued deployment {left.Id} was interrupted; resuming it.");
        return await _deployer.ResumeAsync(left.Id, Request(left.Request.Commit, ("", ""), token => AskAsync(left, token)), await SourceAsync(left, release, cancellation), cancellation) is { } outcome
            ? new StartedIntent(outcome, Delay: null)
            : null;
    }

    private Task<StoredRelease> SourceAsync(DeploymentRecord record, string release, CancellationToken cancellation) =>
        StoredRelease.FindAsync(setup, release, record.Request.Commit, cancellation);

    /// <summary>Checks again, including whether another one overtook it while it waited for the lease.</summary>
    private async Task<GateDecision> AskAsync(DeploymentRecord intent, CancellationToken cancellation) =>
        (await setup.QueueAsync(cancellation)).OutdatedBy(intent.Id) is { } later
            ? new GateDecision(false, DeploymentType.None, GateReasons.Outdated,
            $"{setup.Stage} is closed for deployment {intent.Id}: {later.Id} was requested later and is live.")
            : await _look.Gate.DecideAsync(intent, intent.Release, cancellation);

    private DeployRequest Request(string? commit, (string Code, string Explanation) admission, Func<CancellationToken, Task<GateDecision>> askAgain) =>
        DeployInputs.Request(step, setup, commit, DeploymentType.Queued.WireName(), admission) with { AskAgain = async token => (await askAgain(token)).Refusal };
}
