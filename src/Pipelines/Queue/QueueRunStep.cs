using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Queue;

/// <summary>Runs the queued deployments that are due.</summary>
public sealed class QueueRunStep(Queues queues, TimeProvider clock) : Step
{
    /// <summary>While watching, how long it takes at most to notice something new.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>How long until the next attempt, if a pass failed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private static readonly Input<bool> Watch = Input.Flag("watch",
        "Keep running, and start each deployment within seconds of its opening.");
    private static readonly Input<TimeSpan?> WatchFor = Input.Duration("watch-for",
        "How long to watch, such as 5h 50m for a job with a 6-hour limit. Default: until stopped.");

    private static readonly Output Started = new("started", "How many deployments were started.");
    private static readonly Output Superseded = new("superseded", "How many were superseded by a later one.");
    private static readonly Output Waiting = new("waiting", "How many are still waiting.");
    private static readonly Output NextOpen = new("next-open",
        "When the first of those may be deployed, UTC; empty if time alone does not decide.");
    private static readonly Output Delay = new("delay-seconds",
        "Longest time from the opening of a deployment's calendar to its start; empty if none was started.");

    public override StepDefinition Definition { get; } = new("queue run",
        "Run the queued deployments that are due: on a schedule, or continuously.")
    {
        Details = "Each is checked against the gate again at that moment, as the type that was requested. Any number of workers can "
            + "run: each deployment is started once, and one whose worker died is resumed. On a schedule, the delay depends on the "
            + "schedule, and is reported.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("schedule:\n  - cron: \"*/10 * * * *\" # at most that late"),
        Inputs =
            [CommonInputs.Environment with { Required = true }, Watch, WatchFor, LeaseInputs.TimeToLive, StoreInputs.Store,
                .. HostInputs.All, PlatformInputs.Token],
        Outputs = [Started, Superseded, Waiting, NextOpen, Delay],
        Ends = [ExitCode.Failed, ExitCode.RolledBack, ExitCode.RollbackFailed],
        HasChecks = true,
        Recoverable = true,
        EnvironmentAction = "start",
        Examples = [new("queue run --environment production", "On a schedule."),
            new("queue run --environment production --watch", "As a service.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var watcher = new QueueWatcher(step, queues);
        var (began, made, superseded) = (clock.GetUtcNow(), new List<StartedIntent>(), 0);
        while (true)
        {
            var run = await watcher.LookAsync(step.Get(Watch), cancellation);
            foreach (var started in run?.Started ?? [])
            {
                made.Add(started);
                Tell(step, started.Outcome);
            }

            superseded += run?.Superseded ?? 0;
            if (!step.Get(Watch) || (step.Get(WatchFor) is { } limit && clock.GetUtcNow() - began >= limit))
            {
                return Tell(step.Environment, made, superseded, run?.Waiting ?? await queues.Reader(step).WaitingAsync(cancellation));
            }

            var open = run?.Waiting.Min(intent => intent.NextOpen) - clock.GetUtcNow();
            await clock.WaitAsync(run is null ? Pause : open > TimeSpan.Zero && open < Look ? open.Value : Look, cancellation);
        }
    }

    /// <summary>What a deployment came to; a failure only while watching, since it is the result otherwise.</summary>
    private static void Tell(StepContext step, DeployOutcome outcome)
    {
        if (outcome.ExitCode == ExitCode.Passed)
        {
            step.Reporter.Info(outcome.Message);
        }
        else if (step.Get(Watch))
        {
            step.Reporter.Warning(new Problem(null, outcome.Message));
        }
    }

    private static StepResult Tell(string environment, List<StartedIntent> made, int superseded, IReadOnlyList<WaitingIntent> waiting)
    {
        var failed = made.FirstOrDefault(one => one.Outcome.ExitCode != ExitCode.Passed);
        var delay = made.Max(one => one.Delay);
        var result = new StepResult(failed?.Outcome.ExitCode ?? ExitCode.Passed, string.Create(CultureInfo.InvariantCulture,
            $"{environment}: {made.Count} started{(delay is { } late ? $", at most {late.ForPeople()} after the opening" : "")}, "
                + $"{superseded} superseded, {waiting.Count} waiting.{(failed is null ? "" : $" {failed.Outcome.Message}")}"))
        {
            Views = [QueueTable.Of("waiting_deployments", waiting)],
            Checks = [.. made.Select(one => new CheckResult(
                environment, one.Outcome.Record.Id, one.Outcome.Record.Duration ?? TimeSpan.Zero, one.Outcome.ExitCode == ExitCode.Passed
                    ? null : one.Outcome.Message))],
        }.With(Started, made.Count).With(Superseded, superseded).With(Waiting, waiting.Count)
            .With(NextOpen, waiting.Min(intent => intent.NextOpen)).With(Delay, (long?)delay?.TotalSeconds);
        result.Details[DeploymentTable.Name] =
            new JsonArray([.. made.Select(one => DeploymentTable.Json(one.Outcome.Record))]);
        return result;
    }
}
