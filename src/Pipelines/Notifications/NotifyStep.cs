using NodaTime;
using Pipelines.Configuration;
using Pipelines.Gates.Decisions;
using Pipelines.Model;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Notifications;

/// <summary>Sends a notification to the configured channels, as a deployment does.</summary>
public sealed class NotifyStep(Channels channels, TimeProvider clock) : Step
{
    private static readonly Input<NotificationEvent> Event = Input.Choice("on", "What happened.", NotificationEventNames.Choices()) with
    { Required = true };

    private static readonly Input<DeploymentType> Type = Input.Choice<DeploymentType>(
        "type", "Deployment type to report. Default: that of this run.",
        [.. Enum.GetValues<DeploymentType>().Where(type => type != DeploymentType.None).Select(type => (type.WireName(), type))]);

    private static readonly Input<string> Explanation = Input.Text("explanation", "The message text.") with { IsProse = true };
    private static readonly Output Channels = new("channels", "How many channels were notified or tried.");

    public override StepDefinition Definition { get; } = new("notify",
        "Send a notification to the environment's channels, as a deployment does.")
    {
        Details = "A channel that cannot be reached causes a warning, never a failure.",
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs =
        [
            CommonInputs.Environment with { Required = true }, Event, Type, Explanation, CommonInputs.Reason,
            CommonInputs.Release with { Summary = "Id of the release." },
            CommonInputs.Commit, CommonInputs.Actor, StoreInputs.Store, CommonInputs.DryRun, PlatformInputs.Token,
        ],
        Outputs = [Channels],
        EnvironmentAction = "access",
        Examples = [new("notify --environment production --on failed --explanation \"the nightly job failed\"",
            "Notify every channel that is subscribed to failures.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var notification = new Notification(
            step.Get(Event), step.App, step.Environment, TypeOf(step), Instant.FromDateTimeOffset(clock.GetUtcNow()))
        {
            Release = step.Get(CommonInputs.Release),
            Origin = step.Run.Origin with { Commit = step.Get(CommonInputs.Commit) ?? step.Run.Origin.Commit, Actor = step.Actor },
            Url = step.Settings.Get(CoreKeys.Url),
            Reason = step.Get(CommonInputs.Reason),
            Explanation = step.Get(Explanation),
        };
        var rules = channels.Of(step);
        var names = rules.Where(rule => rule.Matches(notification.Event)).Select(rule => rule.Notifier.Name).ToList();
        if (step.Get(CommonInputs.DryRun))
        {
            return StepResult.Passed($"dry run: would notify {Listed(names, "nobody: no channel wants this event")}.")
                .With(Channels, names.Count);
        }

        var told = await new Announcer(rules, step.Reporter, clock).AnnounceAsync(notification, cancellation);
        var nobody = names.Count == 0 ? "nobody: no channel wants this event" : "nobody: it was delivered to no channel";
        return StepResult.Passed($"told {Listed(told, nobody)}.")
            .With(Channels, names.Count);
    }

    private static DeploymentType TypeOf(StepContext step) =>
        step.Get(Type) is not DeploymentType.None and var given ? given : Trigger.Named(step.Run.Trigger).Type;

    private static string Listed(IReadOnlyList<string> names, string nobody) => names.Count == 0 ? nobody : string.Join(", ", names);
}
