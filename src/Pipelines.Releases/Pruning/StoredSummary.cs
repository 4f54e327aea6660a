using Pipelines.Model;

namespace Pipelines.Releases.Pruning;

/// <summary>A release in a <see cref="ReleaseInventory"/>.</summary>
/// <param name="Summary">What is remembered of it.</param>
/// <param name="LastSaved">When the same tree was last saved; null when that cannot be read.</param>
/// <param name="Packs">Ids of the packs that it is in.</param>
/// <param name="Damage">Why it cannot be known where its bytes are; null when it is.</param>
public sealed record StoredSummary(ReleaseSummary Summary, DateTimeOffset? LastSaved, IReadOnlyList<string> Packs, string? Damage)
{
    public ReleaseId Id => Summary.Id;
}
