using Pipelines.Model;

namespace Pipelines.Releases.Pruning;

/// <summary>A release in a <see cref="ReleaseInventory"/>.</summary>
/// <param name="Summary">Its summary.</param>
/// <param name="LastSaved">When the same tree was last saved; null if unknown.</param>
/// <param name="Packs">Ids of its packs.</param>
/// <param name="Damage">Why its data cannot be located; null if it can.</param>
public sealed record StoredSummary(ReleaseSummary Summary, DateTimeOffset? LastSaved, IReadOnlyList<string> Packs, string? Damage)
{
    public ReleaseId Id => Summary.Id;
}
