using NodaTime;

namespace Pipelines.Gates;

/// <summary>One rule of the calendar, as it stands at an instant.</summary>
/// <param name="Kind">freeze, holiday or window.</param>
/// <param name="Name">Its name, or as it was written.</param>
/// <param name="PassedOver">Why it has no say; null when it has.</param>
/// <param name="Holds">Whether the instant lies in it.</param>
/// <param name="Changes">When it ends, or when it begins next; null when not within two years.</param>
public sealed record RuleState(string Kind, string Name, string? PassedOver, bool Holds, Instant? Changes)
{
    /// <summary>When its last time was over; null while there is one to come.</summary>
    public Instant? RanOut { get; init; }
}
