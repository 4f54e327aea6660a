using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Packaging;
using Pipelines.Processes;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Maintenance;

/// <summary>
/// Runs the configured maintenance tasks inside their window, under the lease, and verifies afterwards that the live release works.
/// </summary>
public sealed class MaintenanceStep(
    Deployers deployers, LeaseRegistries leases, ReleaseRepositories releases, Fleets fleets, IProcessRunner processes, TimeProvider clock)
        : Step
{
    private static readonly Output Passed = new("passed", "How many tasks passed, counted once per host.");
    private static readonly Output Failed = new("failed", "How many failed.");
    private static readonly Output Skipped = new("skipped", "How many did not run.");
    private static readonly Output NextOpen = new("next-open", "When the window opens, UTC; empty if it is open.");
    private static readonly Output Release = new("release", "The release that was live before, and still is; empty if none.");

    private static readonly Table<MaintenanceTask> Plan = new Table<MaintenanceTask>()
        .Shown("Task", task => task.Name)
        .Shown("Where", task => task.On == TaskPlace.Runner ? "runner" : "hosts")
        .Shown("Within", task => Durations.Format(task.Within))
        .Shown("Command", task => string.Join(' ', task.Command));

    private static readonly Table<TaskReport> Tasks = new Table<TaskReport>("tasks")
        .Text("task", "Task", report => report.Task)
        .Text("where", "Where", report => report.Place)
        .Text("result", "Result", report => report.Outcome.ToString().ToLowerInvariant())
        .Shown("Duration", report => report.Outcome == TaskOutcome.Skipped ? null : report.Duration.ForPeople())
        .Given("duration_ms", report => (long)report.Duration.TotalMilliseconds)
        .Text("detail", "Detail", report => report.Detail, Excerpt.Of);

    public override StepDefinition Definition { get; } = new("maintenance",
        "Run the maintenance tasks of an environment inside their window, and check health afterwards.")
    {
        Details = "Takes the environment's lease, so that nothing is deployed in the meantime; checks that the store still has the "
            + "live release; runs each task with its time limit; ends with the health checks. Only tasks that ran are reported as run. "
            + "If it is interrupted, the same command goes on after the tasks that had ended, for up to 12 hours.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Use = new ActionUse("schedule:\n  - cron: \"0 3 * * 0\" # UTC, inside of the window"),
        Inputs =
            [CommonInputs.Environment with { Required = true }, StoreInputs.Store, GateInputs.Now, CommonInputs.Actor,
                LeaseInputs.TimeToLive, .. HostInputs.All, CommonInputs.DryRun],
        Outputs = [Passed, Failed, Skipped, Release, NextOpen],
        Ends = [ExitCode.Failed, ExitCode.Blocked, ExitCode.LeaseHeld],
        HasChecks = true,
        EnvironmentAction = "prepare",
        Examples = [new("maintenance --environment production --dry-run", "What would run?"),
            new("maintenance --environment production", "On a schedule.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        GateInputs.RequireRealTime(step);
        Fleets.RequireLasting(step);
        var spec = step.Settings.Get(MaintenanceKeys.Maintenance)
            ?? throw PipelineException.BadInput($"environments.{step.Environment}.maintenance", "no maintenance is configured.",
                "Add its tasks; see docs/configuration.md.");
        var state = Window(step, step.Environment, spec, out var nextOpen);
        if (step.Get(CommonInputs.DryRun))
        {
            return StepResult.Passed($"dry run: nothing was run; now is {state.Text}.") with { Views = [Plan.Of(spec.Tasks)] };
        }

        return state.Open
            ? await RunAsync(step, spec, cancellation)
            : new StepResult(ExitCode.Blocked, $"no maintenance now: it is {state.Text}.").With(NextOpen, nextOpen);
    }

    private async Task<StepResult> RunAsync(StepContext step, MaintenanceSpec spec, CancellationToken cancellation)
    {
        Fleets.Mask(step);
        var targets = fleets.Targets(step);
        var anchors = deployers.Anchors(step, targets.Select(target => target.Host));
        var (log, actor) = (anchors.Log, step.Actor);
        await using var lease = await leases.Of(step)
            .TakeAsync($"maintenance, {actor ?? step.Run.Trigger}", step.Get(LeaseInputs.TimeToLive)!.Value, cancellation);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        await anchors.RequireAsync(adoptsHost: false, either.Token);
        var events = await log.ReadAsync(either.Token);
        var history = new DeploymentHistory(events);
        if (history.Unfinished is { } left)
        {
            throw new PipelineException($"deployment {left.Id} was interrupted, so it is uncertain what is live.",
                "Deploy or roll back first: that finishes or undoes it.");
        }

        var release = await SafeAsync(step, history, either.Token);
        var interrupted = InterruptedRun.Find(events, release, clock.GetUtcNow());
        var id = interrupted?.Id ?? DeploymentId.New(clock.GetUtcNow());
        if (interrupted is null)
        {
            await log.AppendAsync(id, new DeploymentEvent.MaintenanceStarted(release, actor), guard: null, either.Token);
        }
        else
        {
            step.Reporter.Info($"maintenance run {id} was interrupted; going on after the tasks that had ended.");
        }

        var job = Job(step, history, lease);
        var run = new MaintenanceRun(
            targets, (host, token) => anchors.ClaimAsync(host, job, token), step.Config.Directory, processes, clock, step.Reporter);
        List<TaskReport> reports =
        [
            .. await run.RunAsync(spec.Tasks, interrupted?.Done ?? [], report => RecordAsync(log, id, report), either.Token),
            .. await run.ProveAsync(either.Token),
        ];
        var ended = new DeploymentEvent.MaintenanceEnded(Count(TaskOutcome.Passed), Count(TaskOutcome.Failed), Count(TaskOutcome.Skipped));
        await log.AppendAsync(id, ended, guard: null, either.Token);
        await anchors.KeepAsync(either.Token);
        return Tell(step.Environment, spec, release, reports, ended);

        int Count(TaskOutcome outcome) => reports.Count(report => report.Outcome == outcome);
    }

    /// <summary>Not even a cancelled run may lose what it did.</summary>
    private static async Task RecordAsync(EventLog log, string id, TaskReport report) => await log.AppendAsync(
        id, new DeploymentEvent.MaintenanceTaskEnded(report.Task, report.Place, report.Outcome == TaskOutcome.Failed ? report.Detail : null,
            (long)report.Duration.TotalMilliseconds), guard: null, CancellationToken.None);

    /// <summary>The safety copy of the live release: complete in the store.</summary>
    private async Task<string?> SafeAsync(StepContext step, DeploymentHistory history, CancellationToken cancellation)
    {
        if (history.Live?.Release is not { } release)
        {
            return null;
        }

        return await releases.Of(step).FindAsync(ReleaseId.Parse(release), cancellation) is not null
            ? release
            : throw new PipelineException($"release {release} is live, but no longer in the store: a rollback would be impossible.",
            "Deploy again before the maintenance.");
    }

    private static StepResult Tell(string environment, MaintenanceSpec spec, string? release,
        IReadOnlyList<TaskReport> reports, DeploymentEvent.MaintenanceEnded ended)
    {
        var forgiven = spec.Tasks.Where(task => task.ContinueOnFailure).Select(task => task.Name).ToHashSet();
        var failed = reports.Any(report => report.Outcome == TaskOutcome.Failed && !forgiven.Contains(report.Task));
        return new StepResult(failed ? ExitCode.Failed : ExitCode.Passed, $"maintenance of {environment}: {ended.Counts}.")
        {
            Views = [Tasks.Of(reports)],
            Page = new($"Maintenance of {environment}",
                [new Paragraph($"Live before and after: {release ?? "nothing"}."), Tasks.Of(reports)]),
            Checks = [.. reports.Select(report => new CheckResult(
                report.Place, report.Task, report.Duration, report.Outcome == TaskOutcome.Failed
                    ? report.Detail : null, report.Outcome == TaskOutcome.Skipped))],
        }.With(Passed, ended.TasksPassed).With(Failed, ended.TasksFailed).With(Skipped, ended.TasksSkipped).With(Release, release);
    }

    private static HostJob Job(StepContext step, DeploymentHistory history, Lease lease) => new(
        step.App, step.Environment, history.Live?.Id ?? "none", lease.Token, DeploymentType.ScheduledMaintenance, history.Live?.Release
            ?? "none", history.Live?.Request.Commit, Actor: null);

    private CalendarState Window(StepContext step, string environment, MaintenanceSpec spec, out DateTimeOffset? nextOpen)
    {
        var hours = spec.Calendar is { } name
            ? step.Config.Top.Require(GateKeys.Calendars)[name].Build(step.Config) : BusinessCalendar.AlwaysOpen(DateTimeZone.Utc);
        var calendar =
            EnvironmentCalendar.OfWindows(environment, DeploymentType.ScheduledMaintenance, hours, GateKeys.FreezesOf(step.Config));
        var now = Instant.FromDateTimeOffset(step.Get(GateInputs.Now) ?? clock.GetUtcNow());
        nextOpen = calendar.NextOpening(now)?.ToDateTimeOffset();
        return calendar.At(now);
    }
}
