namespace Pipelines.Locks;

/// <summary>The lease as it is stored.</summary>
/// <param name="Token">Fencing token of the last holder; only ever grows.</param>
/// <param name="Holder">Who holds it; null when it is free.</param>
/// <param name="ExpiresAt">When it is free again unless renewed.</param>
internal sealed record LeaseRecord(long Token, LeaseHolder? Holder, DateTimeOffset ExpiresAt);
