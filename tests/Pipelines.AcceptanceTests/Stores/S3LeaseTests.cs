using Pipelines.Stores;
using Pipelines.Tests.Locks;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>The contract of leases, in a bucket of a real server.</summary>
[Trait("needs", "ceph")]
public sealed class S3LeaseTests(S3Server server) : LeaseContract, IAsyncLifetime
{
    private IStore _store = null!;

    protected override IStore Store => _store;

    protected override TimeSpan Settling => TimeSpan.FromMilliseconds(200);

    public async ValueTask InitializeAsync() => _store = (await server.BucketAsync()).Store("p");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
