using NodaTime;
using Pipelines.Gates;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.Steps;

namespace Pipelines.Deployments;

/// <summary>Asks the gate for deployments that wait: the very question of the run that queued them, at another time.</summary>
internal sealed class IntentGate(StepContext step, string stage, IGateConnections connections, TimeProvider clock)
{
    private readonly Gate _calendar = new(GateKeys.Rules(step.Config, stage));
    private readonly GateKeeper _keeper = new(connections, clock);

    /// <summary>Decides for the present. A freeze of what is queued holds as well: waiting is no way around either.</summary>
    public async Task<GateDecision> DecideAsync(DeploymentRecord intent, string? release, CancellationToken cancellation)
    {
        var request = Request(intent, clock.GetUtcNow());
        var queued = _calendar.Decide(request with { Emergency = false, Type = DeploymentType.Queued });
        var subject = new GateSubject(stage, intent.Request.Commit, release, request.Type) { Ref = intent.Request.Ref };
        return queued.ReasonCode == GateReasons.Freeze ? queued : await _keeper.DecideAsync(step, subject, request, cancellation);
    }

    /// <summary>The instant from which the calendar would have let it pass; null when that is not known.</summary>
    public DateTimeOffset? OpenSince(DeploymentRecord intent)
    {
        var asked = _calendar.Decide(Request(intent, intent.StartedAt));
        return asked.ShouldDeploy ? intent.StartedAt : asked.NextOpen?.ToDateTimeOffset();
    }

    /// <summary>Its checks had passed: else it would not have been queued.</summary>
    private GateRequest Request(DeploymentRecord intent, DateTimeOffset now)
    {
        var queued = intent.Find<DeploymentEvent.Queued>()!;
        _ = DeploymentTypes.TryParse(queued.Type, out var type, out _);
        return new GateRequest(
            queued.Trigger,
            Instant.FromDateTimeOffset(now),
            CiConclusion: "success",
            Emergency: type == DeploymentType.EmergencyManual,
            intent.Request.Reason,
            type is DeploymentType.Promotion or DeploymentType.Queued ? type : null,
            step.Run.Freeze);
    }
}
