using NodaTime;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Asks the gate for deployments that wait: the very question of the run that queued them, at another time.</summary>
internal sealed class IntentGate(StepContext step, string stage, IGateConnections connections, TimeProvider clock)
{
    private static readonly Duration AskEvery = Duration.FromSeconds(30);

    /// <summary>Made anew each time: files of holidays and freezes may have changed while a worker watches.</summary>
    private Gate Calendar => new(GateKeys.Rules(step.Config, stage));

    private readonly GateKeeper _keeper = new(connections, clock);

    /// <summary>By deployment: what its requirements kept back, and until when that is believed.</summary>
    private readonly Dictionary<string, (GateDecision Decision, Instant Until)> _keptBack = [];

    /// <summary>
    /// Decides for the present. A freeze of what is queued holds as well: waiting is no way around either. A worker looks every few seconds: what the
    /// calendar keeps back is not asked about elsewhere, and what its requirements keep back is asked about now and then.
    /// </summary>
    public async Task<GateDecision> DecideAsync(DeploymentRecord intent, string? release, CancellationToken cancellation)
    {
        var request = Request(intent, clock.GetUtcNow());
        var queued = Calendar.Decide(request with { Type = DeploymentType.Queued });
        var subject = new GateSubject(stage, intent.Request.Commit, release, request.Type) { Ref = intent.Request.Ref };
        var calendar = queued.ReasonCode == GateReasons.Freeze ? queued : Calendar.Decide(request);
        if (!calendar.ShouldDeploy)
        {
            return calendar;
        }

        if (_keptBack.TryGetValue(intent.Id, out var known) && request.Now < known.Until)
        {
            return known.Decision;
        }

        var decision = await _keeper.DecideAsync(step, subject, request, cancellation);
        var believed = request.Now + AskEvery;
        _keptBack[intent.Id] = (decision, decision.ShouldDeploy ? Instant.MinValue : decision.NextOpen is { } open && open < believed ? open : believed);
        return decision;
    }

    /// <summary>The instant from which the calendar would have let it pass; null when that is not known.</summary>
    public DateTimeOffset? OpenSince(DeploymentRecord intent)
    {
        var asked = Calendar.Decide(Request(intent, intent.StartedAt));
        return asked.ShouldDeploy ? intent.StartedAt : asked.NextOpen?.ToDateTimeOffset();
    }

    /// <summary>Its checks had passed: else it would not have been queued. Its reason overrides nothing, and it is no emergency any more: it waits.</summary>
    private GateRequest Request(DeploymentRecord intent, DateTimeOffset now)
    {
        var queued = intent.Find<DeploymentEvent.Queued>()!;
        _ = DeploymentTypes.TryParse(queued.Type, out var type, out _);
        return new GateRequest(
            queued.Trigger,
            Instant.FromDateTimeOffset(now),
            CiConclusion: "success",
            Type: type is DeploymentType.Promotion or DeploymentType.Queued ? type : null,
            PlatformFreeze: step.Run.Freeze);
    }
}
