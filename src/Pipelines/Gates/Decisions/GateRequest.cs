using NodaTime;
using Pipelines.Model;

namespace Pipelines.Gates.Decisions;

/// <summary>Who knocks.</summary>
/// <param name="Trigger">What started the run, as in <see cref="Decisions.Trigger"/>. Of a deployment that waited: what had started it.</param>
/// <param name="Now">The instant to decide for.</param>
/// <param name="CiConclusion">How the checks of this commit ended; only <c>success</c> is good. Null or blank means not known.</param>
/// <param name="Emergency">A person says that it cannot wait. It passes windows, holidays and checks, and freezes that except it.</param>
/// <param name="Reason">Why, in a person's words; null or blank means not given.</param>
/// <param name="Type">
/// <see cref="DeploymentType.Rollback"/>, <see cref="DeploymentType.Promotion"/> or <see cref="DeploymentType.Queued"/>, which no trigger
/// tells; null means the trigger's own type.
/// </param>
/// <param name="PlatformFreeze">What the platform calls a freeze of its own that is on now; null means none. When it ends is not known.</param>
public sealed record GateRequest(
    string Trigger,
    Instant Now,
    string? CiConclusion = null,
    bool Emergency = false,
    string? Reason = null,
    DeploymentType? Type = null,
    string? PlatformFreeze = null);
