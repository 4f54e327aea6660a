using Pipelines.AcceptanceTests.Stores;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

[assembly: AssemblyFixture(typeof(S3Server))]

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>The S3 server of a run: started when the first test wants a bucket, stopped after the last.</summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string Owner = "owner";

    private readonly Lazy<Task<(CephServer Server, string Secret)>> _server = new(StartAsync);

    /// <summary>A new bucket of the owner.</summary>
    /// <param name="locked">Whether it has object lock, and so keeps versions of objects.</param>
    internal async Task<Bucket> BucketAsync(bool locked = false)
    {
        var (server, secret) = await _server.Value;
        var bucket = new Bucket(server, $"bucket-{Guid.NewGuid():n}", Owner, secret);
        await bucket.Client.PutBucketAsync(new PutBucketRequest { BucketName = bucket.Name, ObjectLockEnabledForBucket = locked });
        return bucket;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            (await _server.Value).Server.Dispose();
        }
    }

    private static async Task<(CephServer Server, string Secret)> StartAsync()
    {
        var server = await CephServer.StartAsync();
        return (server, await server.AddUserAsync(Owner));
    }
}
