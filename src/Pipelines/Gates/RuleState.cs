using NodaTime;

namespace Pipelines.Gates;

/// <summary>The state of one calendar rule at an instant.</summary>
/// <param name="Kind">freeze, holiday or window.</param>
/// <param name="Name">Its name, or its text.</param>
/// <param name="PassedOver">Why it does not apply; null if it does.</param>
/// <param name="Holds">Whether it contains the instant.</param>
/// <param name="Changes">When it ends, or starts next; null if not within two years.</param>
public sealed record RuleState(string Kind, string Name, string? PassedOver, bool Holds, Instant? Changes)
{
    /// <summary>When its last time ended; null while there is one to come.</summary>
    public Instant? RanOut { get; init; }
}
