using NodaTime;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Overrides;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Gates;

/// <summary>The inputs on which the gate bases its decision; shared by the steps <c>gate</c> and <c>deploy</c>.</summary>
public static class GateInputs
{
    public static Input<string> Event { get; } =
        Input.Text("event",
            "What triggered the run: a GitHub event name, a GitLab pipeline source, or local. Default: as reported by the platform.");

    public static Input<string> Conclusion { get; } =
        Input.Text("ci-conclusion",
            "Result of the checks of this commit, such as success or failure. Default: as reported by the workflow_run event.");

    public static Input<bool> Emergency { get; } =
        Input.Flag("emergency", "An emergency passes windows, holidays and ci-conclusion, and needs a reason. Freezes and requirements "
            + "still apply unless they except emergency_manual.");

    public static Input<DeploymentType> Type { get; } = Input.Choice<DeploymentType>(
        "type", "Deployment type that cannot be derived from a trigger.",
        ("rollback", DeploymentType.Rollback), ("promotion", DeploymentType.Promotion), ("queued", DeploymentType.Queued));

    public static Input<DateTimeOffset?> Now { get; } = Input.Instant("now",
        "Decide for this time instead of now, to try out a calendar. Steps that change something accept it only with dry-run.");

    public static Input<GateMode> Mode { get; } = Input.Choice<GateMode>(
        "mode", "What to do if the gate is closed: report it, fail with status 3, wait until it opens, or queue the deployment.",
        ("report", GateMode.Report), ("enforce", GateMode.Enforce), ("wait", GateMode.Wait), ("queue", GateMode.Queue));

    public static Input<TimeSpan?> WaitLimit { get; } = Input.Duration("wait-limit",
        "How long to wait at most with mode wait; then it ends with status 3.").Or(TimeSpan.FromHours(1), "1h");

    public static Input<string> Override { get; } = Input.Text(
        "override", "Rules to override, separated by commas, by the names a blocked gate lists: window, holiday, ci-conclusion, "
            + "freeze:NAME, checks:NAME, cooldown and so on. Needs a reason.");

    public static Input<string> Ticket { get; } = Input.Text("ticket", "Ticket for the override.");

    public static Input<string> OverrideToken { get; } = Input.Text("override-token",
        "Id of an override granted in advance with pipelines override grant.");

    public static IReadOnlyList<Input> All { get; } =
        [Event, Conclusion, Emergency, CommonInputs.Reason, Override, Ticket, OverrideToken, Type, Now, CommonInputs.Commit,
            PlatformInputs.Token];

    /// <summary>
    /// The override requested by a run. The platform identifies the person and the trigger, because an input could be forged.
    /// </summary>
    public static OverrideClaim Claim(StepContext step) => new(
        OverrideNames.Split(step.Get(Override) ?? ""), step.Get(CommonInputs.Reason), step.Get(Ticket), step.Run.Origin.Actor,
        step.Get(OverrideToken))
    { Trigger = step.Run.Trigger };

    /// <summary>A freely chosen time is only for trials: otherwise anyone could bypass a calendar.</summary>
    /// <exception cref="PipelineException">It was given for a real run.</exception>
    public static void RequireRealTime(StepContext step)
    {
        if (step.Get(Now) is not null && !step.Get(CommonInputs.DryRun))
        {
            throw PipelineException.BadInput("--now", "it is only for trying out a calendar.", "Add --dry-run, or remove this option.");
        }
    }

    /// <summary>The request of a run.</summary>
    /// <param name="step">The inputs.</param>
    /// <param name="now">The current time.</param>
    /// <param name="type">The deployment type, if the step itself knows it.</param>
    public static GateRequest Request(StepContext step, DateTimeOffset now, DeploymentType? type) => new(
        step.Get(Event) is { Length: > 0 } trigger ? trigger : step.Run.Trigger,
        Instant.FromDateTimeOffset(now),
        step.Get(Conclusion) ?? step.Run.CheckConclusion,
        step.Get(Emergency),
        step.Get(CommonInputs.Reason),
        type ?? (step.Get(Type) is DeploymentType.None ? null : step.Get(Type)),
        step.Run.Freeze);
}
