using NodaTime;
using Pipelines.Model;

namespace Pipelines.Gates.Decisions;

/// <summary>A request to deploy.</summary>
/// <param name="Trigger">What started the run, as in <see cref="Decisions.Trigger"/>. Of a deployment that waited: what had started
/// it.</param>
/// <param name="Now">The instant to decide for.</param>
/// <param name="CiConclusion">The result of the checks of this commit; only <c>success</c> passes. Null or blank means unknown.</param>
/// <param name="Emergency">A person declares that it cannot wait. It passes windows, holidays and checks, and freezes that except
/// it.</param>
/// <param name="Reason">The reason, in a person's words; null or blank means not given.</param>
/// <param name="Type"><see cref="DeploymentType.Rollback"/>, <see cref="DeploymentType.Promotion"/> or <see cref="DeploymentType.Queued"/>,
/// which cannot be derived from a trigger; null means the trigger's own type.</param>
/// <param name="PlatformFreeze">The platform's name for its own freeze that is active now; null means none. Its end is unknown.</param>
public sealed record GateRequest(
    string Trigger,
    Instant Now,
    string? CiConclusion = null,
    bool Emergency = false,
    string? Reason = null,
    DeploymentType? Type = null,
    string? PlatformFreeze = null);
