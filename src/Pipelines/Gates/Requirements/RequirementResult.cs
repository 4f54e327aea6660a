using NodaTime;

namespace Pipelines.Gates.Requirements;

/// <summary>The state of a requirement.</summary>
/// <param name="Name">The name used in overrides, such as <c>checks:ci</c> or <c>cooldown</c>.</param>
/// <param name="Satisfied">Whether it is met. Missing data counts as not met.</param>
/// <param name="Why">One line for people; may contain foreign text.</param>
/// <param name="Link">A page with details; null for none.</param>
public sealed record RequirementResult(string Name, bool Satisfied, string Why, Uri? Link = null)
{
    /// <summary>The instant at which it is met simply by time passing; null if it is already met, or time does not help.</summary>
    public Instant? MetAt { get; init; }

    /// <summary>True if it may still be met while waiting, such as a running check; false if it is met, or has failed for good.</summary>
    public bool IsPending { get; init; }
}
