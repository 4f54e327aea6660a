using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>
/// Runs the queued deployments that are due. Any number of workers can run at the same time, and die: each deployment is started once.
/// </summary>
internal sealed class QueueWorker(
    StepContext step, QueueReader reader, Intents intents, Deployer deployer, ReviewReminder reminder, TimeProvider clock)
{
    /// <summary>One pass over the queue: ends when nothing more is due, or one has failed.</summary>
    /// <exception cref="PipelineException">Another process holds the lease.</exception>
    public async Task<QueueRun> RunAsync(CancellationToken cancellation)
    {
        List<StartedIntent> started = await TakeUpAsync(cancellation) is { } left ? [left] : [];
        var notes = new DeployRequest(step.App, step.Environment, DeploymentType.Queued);
        await reminder.RemindAsync(step, notes, cancellation);
        var superseded = await intents.Log(step).SupersedeAsync(notes, cancellation);
        var waiting = await reader.WaitingAsync(cancellation);
        while (started.TrueForAll(one => one.Outcome.ExitCode == ExitCode.Passed) && waiting is [{ IsDue: true } first, ..])
        {
            if (await StartAsync(first, token => AskAsync(first.Record, token), cancellation) is { } made)
            {
                started.Add(made);
            }

            waiting = await reader.WaitingAsync(cancellation);
        }

        return new QueueRun(started, superseded, waiting);
    }

    /// <summary>Starts a queued deployment; null if it is no longer queued.</summary>
    /// <param name="intent">The deployment, with the decision that admits it.</param>
    /// <param name="askAgain">Checks the gate again, right before the first host is switched.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<StartedIntent?> StartAsync(WaitingIntent intent, Func<CancellationToken, Task<GateDecision>> askAgain,
        CancellationToken cancellation)
    {
        var (record, now) = (intent.Record, clock.GetUtcNow());
        // before, a person started it
        var delay = now - reader.Gate.OpenSince(record) is { } late && late >= TimeSpan.Zero ? late : (TimeSpan?)null;
        var waited =
            $"It waited {(now - record.StartedAt).ForPeople()}"
            + $"{(delay is { } since ? $", {since.ForPeople()} of that with the calendar open" : "")}.";
        var request = Request(record.Request.Commit, (intent.Decision.ReasonCode, $"{intent.Decision.Explanation} {waited}"), askAgain)
            with { Override = intent.Decision.Override };
        return await deployer.StartAsync(record.Id, request, await reader.SourceAsync(record, intent.Release!, cancellation),
            cancellation) is { } outcome
            ? new StartedIntent(outcome, delay)
            : null;
    }

    /// <summary>Resumes a queued deployment whose process died, whichever worker comes first; null if there is none.</summary>
    private async Task<StartedIntent?> TakeUpAsync(CancellationToken cancellation) =>
        (await intents.HistoryAsync(step, cancellation)).Unfinished is { } left && left.Find<DeploymentEvent.Queued>() is not null
            ? await TakeUpAsync(left, (_, token) => AskAsync(left, token), cancellation) : null;

    /// <summary>Resumes it. It had left the queue, so it was admitted; what its process had no time to record is recorded now, an override
    /// among it.</summary>
    /// <param name="left">The deployment.</param>
    /// <param name="ask">Checks the gate for this release.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Null if another process ended it meanwhile, or the store no longer has its release.</returns>
    public async Task<StartedIntent?> TakeUpAsync(
        DeploymentRecord left, Func<string, CancellationToken, Task<GateDecision>> ask, CancellationToken cancellation)
    {
        if (await reader.ReleaseAsync(left, cancellation) is not { } release)
        {
            return null;
        }

        step.Reporter.Info($"queued deployment {left.Id} was interrupted; resuming it.");
        var decision = left.Find<DeploymentEvent.Admitted>() is null ? await ask(release, cancellation) : null;
        var admission = decision is { ShouldDeploy: true }
            ? (decision.ReasonCode, decision.Explanation) : (GateReasons.Open, "it had left the queue before it was interrupted.");
        var request = Request(left.Request.Commit, admission, token => ask(release, token)) with { Override = decision?.Override };
        return await deployer.ResumeAsync(left.Id, request, await reader.SourceAsync(left, release, cancellation),
            cancellation) is { } outcome
            ? new StartedIntent(outcome, Delay: null)
            : null;
    }

    /// <summary>Checks again, including whether another one overtook it while it waited for the lease.</summary>
    private async Task<GateDecision> AskAsync(DeploymentRecord intent, CancellationToken cancellation) =>
        (await intents.ListAsync(step, cancellation)).OutdatedBy(intent.Id) is { } later
            ? new GateDecision(false, DeploymentType.None, GateReasons.Outdated,
            $"{step.Environment} is closed for deployment {intent.Id}: {later.Id} was requested later and is live.")
            : await reader.Gate.DecideAsync(intent, intent.Release, cancellation);

    private DeployRequest Request(string? commit, (string Code, string Explanation) admission,
        Func<CancellationToken, Task<GateDecision>> askAgain) =>
        DeployInputs.Request(step, commit, DeploymentType.Queued, admission)
            with { AskAgain = async token => (await askAgain(token)).Refusal };
}
