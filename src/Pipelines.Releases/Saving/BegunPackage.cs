using Pipelines.Releases.Packs;
using Pipelines.Releases.Trees;

namespace Pipelines.Releases.Saving;

/// <summary>Packaging that has begun: the tree is being looked at, and the store asked what it holds. Nothing is written yet.</summary>
public sealed class BegunPackage
{
    private readonly Func<Task<PackCatalog>> _ask;
    private Task<PackCatalog>? _asked;

    internal BegunPackage(Task<TreeScan> tree, Func<Task<PackCatalog>> ask) => (Tree, _ask, _asked) = (tree, ask, ask());

    internal Task<TreeScan> Tree { get; }

    /// <summary>What the store holds. A save puts into it what it packs, so the next one gets another.</summary>
    internal Task<PackCatalog> CatalogAsync() => Interlocked.Exchange(ref _asked, null) ?? _ask();
}
