using System.Collections.Concurrent;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores;

/// <summary>Opens stores by their locations; each once, because each has its own connections.</summary>
/// <param name="kinds">Every kind of store there is.</param>
public sealed class ConfiguredStores(IReadOnlyList<IStoreKind> kinds) : IStores
{
    private readonly ConcurrentDictionary<(string Directory, string Location), IStore> _stores = new();

    public IStore Releases(StepContext step) => Open(step, step.Require(StoreInputs.Store), kinds.Where(kind => kind.HoldsReleases));

    public IStore State(StepContext step) => Open(step, step.Config.Top.Get(StoreKeys.State) ?? step.Require(StoreInputs.Store), kinds);

    private IStore Open(StepContext step, string location, IEnumerable<IStoreKind> allowed)
    {
        var kind = allowed.FirstOrDefault(one => one.Matches(location)) ?? throw PipelineException.BadInput(
            "store",
            $"\"{AddressCredentials.Without(location)}\" is not a store. Expected "
            + $"{string.Join(", or ", kinds.Where(one => one.HoldsReleases).Select(one => one.Expected))}.");
        return _stores.GetOrAdd((step.Config.Directory, location), _ => kind.Open(location, step));
    }
}
