namespace Pipelines.Locks;

/// <summary>The lease as stored.</summary>
/// <param name="Token">Fencing token of the last holder; only ever increases.</param>
/// <param name="Holder">Who holds it; null if it is free.</param>
/// <param name="ExpiresAt">When it expires unless renewed.</param>
internal sealed record LeaseRecord(long Token, LeaseHolder? Holder, DateTimeOffset ExpiresAt);
