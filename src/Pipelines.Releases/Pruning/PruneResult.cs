using Pipelines.Model;

namespace Pipelines.Releases.Pruning;

/// <summary>What a prune removed.</summary>
public sealed record PruneResult(IReadOnlyList<ReleaseId> Releases, int Packs);
