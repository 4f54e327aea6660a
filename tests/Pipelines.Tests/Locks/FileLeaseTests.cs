using Pipelines.Adapters.Stores.Files;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Locks;

public sealed class FileLeaseTests : LeaseContract, IDisposable
{
    private readonly TempDirectory _directory = new();

    public FileLeaseTests() => Store = new FileStore(_directory.Path, TimeProvider.System);

    protected override IStore Store { get; }

    public void Dispose() => _directory.Dispose();
}
