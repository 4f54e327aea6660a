using Pipelines.Stores;
using Pipelines.Tests.Stores;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>The contract of every store, in a bucket of a real server.</summary>
[Trait("needs", "ceph")]
public sealed class S3StoreTests(S3Server server) : StoreContract, IAsyncLifetime
{
    private Bucket _bucket = null!;

    public async ValueTask InitializeAsync() => _bucket = await server.BucketAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IStore Open() => _bucket.Store("team a/backend");
}
