using NodaTime;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Queue;

/// <summary>Checks the gate for queued deployments: the same request as in the run that queued them, at another time.</summary>
internal sealed class IntentGate(StepContext step, GateKeeper keeper, TimeProvider clock)
{
    private static readonly Duration AskEvery = Duration.FromSeconds(30);

    /// <summary>Created anew each time: holiday and freeze files may have changed while a worker is watching.</summary>
    private Gate Calendar => new(GateKeys.Rules(step.Config, step.Environment));

    /// <summary>By deployment: which requirements blocked it, and until when that result is valid.</summary>
    private readonly Dictionary<string, (GateDecision Decision, Instant Until)> _keptBack = [];

    /// <summary>
    /// Decides for the current time. A freeze of the type queued applies as well, because queueing must not bypass it. A worker checks
    /// every few seconds: what the calendar blocks is not queried elsewhere, and what requirements block is queried only now and then.
    /// </summary>
    public async Task<GateDecision> DecideAsync(DeploymentRecord intent, string? release, CancellationToken cancellation)
    {
        var request = Request(intent, clock.GetUtcNow());
        var queued = Calendar.Decide(request with { Type = DeploymentType.Queued });
        var subject = new GateSubject(step.Environment, intent.Request.Commit, release, request.Type) { Ref = intent.Request.Ref };
        var calendar = queued.ReasonCode == GateReasons.Freeze ? queued : Calendar.Decide(request);
        if (!calendar.ShouldDeploy)
        {
            return calendar;
        }

        if (_keptBack.TryGetValue(intent.Id, out var known) && request.Now < known.Until)
        {
            return known.Decision;
        }

        var decision = await keeper.DecideAsync(step, subject, request, cancellation);
        var believed = request.Now + AskEvery;
        _keptBack[intent.Id] =
            (decision, decision.ShouldDeploy ? Instant.MinValue : decision.NextOpen is { } open && open < believed ? open : believed);
        return decision;
    }

    /// <summary>The instant from which the calendar would have admitted it; null if unknown.</summary>
    public DateTimeOffset? OpenSince(DeploymentRecord intent)
    {
        var asked = Calendar.Decide(Request(intent, intent.StartedAt));
        return asked.ShouldDeploy ? intent.StartedAt : asked.NextOpen?.ToDateTimeOffset();
    }

    /// <summary>
    /// Its checks had passed: otherwise it would not have been queued. Its reason overrides nothing, and it no longer counts as an
    /// emergency.
    /// </summary>
    private GateRequest Request(DeploymentRecord intent, DateTimeOffset now)
    {
        var queued = intent.Find<DeploymentEvent.Queued>()!;
        return new GateRequest(
            queued.Trigger,
            Instant.FromDateTimeOffset(now),
            CiConclusion: "success",
            Type: queued.Type is DeploymentType.Promotion or DeploymentType.Queued ? queued.Type : null,
            PlatformFreeze: step.Run.Freeze);
    }
}
