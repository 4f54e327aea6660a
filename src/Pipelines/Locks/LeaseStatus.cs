namespace Pipelines.Locks;

/// <summary>The state of a lease.</summary>
/// <param name="Token">Fencing token of the last holder.</param>
/// <param name="Holder">Who holds it; null if it is free.</param>
/// <param name="ExpiresAt">When it expires unless renewed; null if it is free.</param>
public sealed record LeaseStatus(long Token, LeaseHolder? Holder, DateTimeOffset? ExpiresAt);
