using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Locks;

public sealed class InMemoryLeaseTests : LeaseContract
{
    protected override IStore Store { get; } = new InMemoryStore();
}
