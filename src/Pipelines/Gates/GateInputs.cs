using NodaTime;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Overrides;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Gates;

/// <summary>Inputs by which the gate judges a run; the steps <c>gate</c> and <c>deploy</c> share them.</summary>
public static class GateInputs
{
    public static Input<string> Event { get; } =
        Input.Text("event", "What triggered the run: a GitHub event name, a GitLab pipeline source, or local. Default: what the platform says.");

    public static Input<string> Conclusion { get; } =
        Input.Text("ci-conclusion", "How the checks of this commit ended, such as success or failure. Default: what the workflow_run event says.");

    public static Input<bool> Emergency { get; } =
        Input.Flag("emergency", "An emergency: passes windows, holidays and ci-conclusion, with a reason. Freezes and requirements hold unless they except emergency_manual.");

    public static Input<string> Reason { get; } = Input.Text("reason", "Why, in your own words. Needed for an emergency, and by hand outside the calendar.") with
    { IsProse = true };

    public static Input<DeploymentType> Type { get; } = Input.Choice<DeploymentType>(
        "type", "A deployment type that no trigger tells.",
        ("rollback", DeploymentType.Rollback), ("promotion", DeploymentType.Promotion), ("queued", DeploymentType.Queued));

    public static Input<DateTimeOffset?> Now { get; } = Input.Instant("now", "Decide for this instant instead of the present one, to try a calendar. What changes anything takes it with dry-run only.");

    public static Input<GateMode> Mode { get; } = Input.Choice<GateMode>(
        "mode", "What to do when it is closed: report it, fail with status 3, wait until it opens, or leave the deployment in the queue.",
        ("report", GateMode.Report), ("enforce", GateMode.Enforce), ("wait", GateMode.Wait), ("queue", GateMode.Queue));

    public static Input<TimeSpan?> WaitLimit { get; } = Input.Duration("wait-limit", "Longest wait with mode wait; then it ends with status 3.").Or(TimeSpan.FromHours(1), "1h");

    public static Input<string> Commit { get; } = Input.Text("commit", "The commit that was built. Default: what the platform says.");

    public static Input<string> Override { get; } = Input.Text(
        "override", "What to override, by the names that a blocked gate tells: window, holiday, ci-conclusion, freeze:NAME, checks:NAME, cooldown and so on, separated by commas. Takes a reason.");

    public static Input<string> Ticket { get; } = Input.Text("ticket", "The ticket of an override.");

    public static Input<string> OverrideToken { get; } = Input.Text("override-token", "Id of an override that was granted ahead, by pipelines override grant.");

    public static IReadOnlyList<Input> All { get; } = [Event, Conclusion, Emergency, Reason, Override, Ticket, OverrideToken, Type, Now, Commit, PlatformInputs.Token];

    /// <summary>The override that a run asks for. Who asks, and what started it, is what the platform says: an input would be anybody's word.</summary>
    public static OverrideClaim Claim(StepContext step) => new(
        OverrideNames.Split(step.Get(Override) ?? ""), step.Get(Reason), step.Get(Ticket), step.Run.Actor, step.Get(OverrideToken)) { Trigger = step.Run.Trigger };

    /// <summary>An instant of one's choice is for trying: with it, a calendar would keep nobody out.</summary>
    /// <exception cref="PipelineException">It was given for the real thing.</exception>
    public static void RequireRealTime(StepContext step)
    {
        if (step.Get(Now) is not null && !step.Get(CommonInputs.DryRun))
        {
            throw PipelineException.BadInput("--now", "it is for trying a calendar.", "Give --dry-run as well, or leave it out.");
        }
    }

    /// <summary>The request that a run makes.</summary>
    /// <param name="step">The inputs.</param>
    /// <param name="now">The present.</param>
    /// <param name="type">The deployment type, when the step itself knows it.</param>
    public static GateRequest Request(StepContext step, DateTimeOffset now, DeploymentType? type) => new(
        step.Get(Event) is { Length: > 0 } trigger ? trigger : step.Run.Trigger,
        Instant.FromDateTimeOffset(now),
        step.Get(Conclusion) ?? step.Run.CheckConclusion,
        step.Get(Emergency),
        step.Get(Reason),
        type ?? (step.Get(Type) is DeploymentType.None ? null : step.Get(Type)),
        step.Run.Freeze);
}
