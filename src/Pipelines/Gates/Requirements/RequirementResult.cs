using NodaTime;

namespace Pipelines.Gates.Requirements;

/// <summary>How a requirement stands.</summary>
/// <param name="Name">What an override names, such as <c>checks:ci</c> or <c>cooldown</c>.</param>
/// <param name="Satisfied">Whether it is met. Missing data is not.</param>
/// <param name="Why">One line for people; may hold foreign text.</param>
/// <param name="Link">A page to look at; null for none.</param>
public sealed record RequirementResult(string Name, bool Satisfied, string Why, Uri? Link = null)
{
    /// <summary>The instant from which time alone has met it; null when it is met already, or time does not help.</summary>
    public Instant? MetAt { get; init; }

    /// <summary>True when it may come to be met while one waits, such as a check that still runs; false when it is met, or has failed for good.</summary>
    public bool IsPending { get; init; }
}
