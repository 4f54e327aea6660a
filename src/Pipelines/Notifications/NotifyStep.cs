using NodaTime;
using Pipelines.Engine;
using Pipelines.Gates;
using Pipelines.Model;
using Pipelines.Rollouts;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Notifications;

/// <summary>Sends a notification to the configured channels, as a deployment does.</summary>
public sealed class NotifyStep(IConnections connections, TimeProvider clock) : Step
{
    private static readonly Input<NotificationEvent> Event = Input.Choice("on", "What happened.", NotificationEventNames.Choices()) with
    { Required = true };

    private static readonly Input<DeploymentType> Type = Input.Choice<DeploymentType>(
        "type", "Deployment type to report.",
            Array.ConvertAll(Enum.GetValues<DeploymentType>(), type => (type.WireName(), type))).Or(DeploymentType.Manual, "manual");

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
            CommonInputs.Stage with { Required = true }, Event, Type, Explanation, GateInputs.Reason, DeployInputs.Release,
            GateInputs.Commit, DeployInputs.Actor, StoreInputs.Store, CommonInputs.DryRun, PlatformInputs.Token,
        ],
        Outputs = [Channels],
        EnvironmentAction = "access",
        Examples = [new("notify --environment production --on failed --explanation \"the nightly job failed\"",
            "Notify every channel that is subscribed to failures.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var setup = new StageSetup(step, connections, clock);
        var notification = new Notification(
            step.Get(Event), setup.App, setup.Stage, step.Get(Type).WireName(), Instant.FromDateTimeOffset(clock.GetUtcNow()))
        {
            Release = step.Get(DeployInputs.Release),
            Commit = step.Get(GateInputs.Commit) ?? step.Run.Commit,
            CommitUrl = step.Run.CommitUrl,
            Ref = step.Run.Ref,
            Actor = step.Get(DeployInputs.Actor) ?? step.Run.Actor,
            Reason = step.Get(GateInputs.Reason),
            Repository = step.Run.Repository,
            RunUrl = step.Run.RunUrl,
            RunNumber = step.Run.RunNumber,
            Explanation = step.Get(Explanation),
        };
        var rules = setup.NotificationRules();
        var channels = rules.Where(rule => rule.Matches(notification.Event)).Select(rule => rule.Notifier.Name).ToList();
        if (!step.Get(CommonInputs.DryRun))
        {
            await new Announcer(rules, step.Reporter, clock).AnnounceAsync(notification, cancellation);
        }

        var verb = step.Get(CommonInputs.DryRun) ? "dry run: would notify" : "told";
        return StepResult.Passed($"{verb} {(channels.Count == 0 ? "nobody: no channel wants this event" : string.Join(", ", channels))}.").With(Channels, channels.Count);
    }
}
