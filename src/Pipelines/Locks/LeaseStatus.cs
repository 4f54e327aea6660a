namespace Pipelines.Locks;

/// <summary>How a lease stands.</summary>
/// <param name="Token">Fencing token of the last holder.</param>
/// <param name="Holder">Who holds it; null when it is free.</param>
/// <param name="ExpiresAt">When it is free again unless renewed; null when it is free.</param>
public sealed record LeaseStatus(long Token, LeaseHolder? Holder, DateTimeOffset? ExpiresAt);
