using Pipelines.Releases.Packs;
using Pipelines.Releases.Trees;

namespace Pipelines.Releases.Saving;

/// <summary>
/// Packaging in progress: the tree is being scanned, and the store queried for what it has. Nothing has been written yet.
/// </summary>
public sealed class BegunPackage
{
    private readonly Func<Task<PackCatalog>> _ask;
    private Task<PackCatalog>? _asked;

    internal BegunPackage(Task<TreeScan> tree, Func<Task<PackCatalog>> ask) => (Tree, _ask, _asked) = (tree, ask, ask());

    internal Task<TreeScan> Tree { get; }

    /// <summary>What the store has. A save adds what it packs, so the next save gets a new catalog.</summary>
    internal Task<PackCatalog> CatalogAsync() => Interlocked.Exchange(ref _asked, null) ?? _ask();
}
