using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Stores;

public sealed class InMemoryStoreTests : StoreContract
{
    private readonly InMemoryStore _store = new();

    protected override IStore Open() => _store;
}
