using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>The main job with everything kept in a bucket.</summary>
[Trait("needs", "ceph")]
public sealed class S3DeployTests(S3Server server)
{
    [Fact]
    public async Task DeployAndRollback()
    {
        var bucket = await server.BucketAsync();
        using var site = NewSite(bucket, bucket.Address("team/backend"));

        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        (await site.DeployAsync(site.Build("v3", "broken"))).Ends(4);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
        (await site.RunAsync("rollback")).Ends(0);

        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.RunAsync("history", "verify")).Ends(0);
        Assert.Equal(["succeeded", "rolled-back", "succeeded", "succeeded"],
            (await site.HistoryAsync()).Select(deployment => deployment!["result"]!.GetValue<string>()));
        Assert.False(Directory.Exists(site[".pipelines/store"]));
        var keys = (await bucket.Client.ListObjectsAsync(bucket.Name)).S3Objects.Select(found => found.Key).ToList();
        Assert.All(keys, key => Assert.StartsWith("team/backend/", key, StringComparison.Ordinal));
    }

    /// <summary>The store's own time limit is a minute, the lease's life six seconds: taking it, its renewals, giving it back.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task OneSwallowedAnswerToAWriteOfTheLeaseEndsNoDeployment(int swallowed)
    {
        var bucket = await server.BucketAsync();
        var writes = 0;
        await using var proxy = new FaultProxy(bucket.Server.Port, (head, _) =>
            head.StartsWith("PUT", StringComparison.Ordinal) && head.Split(' ')[1].Contains("/leases/", StringComparison.Ordinal)
            && Interlocked.Increment(ref writes) == swallowed ? Fault.Silent : Fault.None);
        using var site = new Site(Configs.Restart(
            top: $"store: \"{bucket.Address("b", proxy.Url)}\"", deploy: "hooks: { before-switch: sleep 7 }"))
        {
            Variables = bucket.Variables,
        };

        (await site.DeployAsync(site.Build("v1"), "--lease", "6s")).Ends(0);

        Assert.True(writes > swallowed, $"{writes} writes");
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
        (await site.RunAsync("lease", "show")).Ends(0).Says("free");
    }

    [Fact]
    public async Task OfTwoDeploymentsAtOnceOneWaitsOrIsRefused()
    {
        var bucket = await server.BucketAsync();
        using var site = NewSite(bucket, bucket.Address("b"));
        var (first, second) = (site.Build("v1"), site.Build("v2"));

        var ended = await Task.WhenAll(site.DeployAsync(first), site.DeployAsync(second));

        Assert.Contains(ended, outcome => outcome.ExitCode == 0);
        Assert.All(ended, outcome => Assert.True(outcome.ExitCode is 0 or 11, outcome.All));
        (await site.RunAsync("history", "verify")).Ends(0);
        Assert.Single(site.Services);
    }

    /// <summary>Killed before each request that changes the bucket; the same command finishes the work.</summary>
    [Fact]
    public async Task KilledBeforeEveryWrite()
    {
        var bucket = await server.BucketAsync();
        using var victim = new Victim();
        await using var proxy = new FaultProxy(bucket.Server.Port, victim.Meet);
        using var site = NewSite(bucket, bucket.Address("b", proxy.Url));
        (await site.DeployAsync(site.Build("v0"))).Ends(0);

        for (var n = 1; ; n++)
        {
            var build = site.Build($"v{n}");
            var killed = await victim.RunAsync(n, () => site.Start("deploy", "--path", build));
            if (!killed)
            {
                Assert.InRange(n, 10, 60);
                break;
            }

            (await site.DeployAsync(build)).Ends(0);
            Assert.Equal($"v{n}", (await site.ServedAsync())!.Version);
            Assert.Single(site.Services);
        }

        (await site.RunAsync("history", "verify")).Ends(0);
    }

    private static Site NewSite(Bucket bucket, string address) =>
        new(Configs.Restart(top: $"store: \"{address}\"")) { Variables = bucket.Variables };
}
