namespace Pipelines.Locks;

/// <summary>The lease as stored.</summary>
/// <param name="Token">Fencing token of the last holder; only ever increases.</param>
/// <param name="Holder">Who holds it; null if it is free.</param>
/// <param name="ExpiresAt">When it expires unless renewed, by the holder's clock: for people, and to refuse early. It decides nothing else:
/// clocks differ.</param>
internal sealed record LeaseRecord(long Token, LeaseHolder? Holder, DateTimeOffset ExpiresAt)
{
    /// <summary>How long it lasts after a renewal; null if an earlier version wrote it.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Counts the renewals, so that each one changes the record.</summary>
    public long Renewals { get; init; }
}
