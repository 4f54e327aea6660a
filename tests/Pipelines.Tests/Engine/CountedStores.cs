using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Engine;

/// <summary>One store for everything, which counts what it is asked for.</summary>
internal sealed class CountedStores(IStore store) : IStores
{
    public CountingStore Counted { get; } = new(store);

    public IStore Releases(StepContext step) => Counted;

    public IStore State(StepContext step) => Counted;
}
