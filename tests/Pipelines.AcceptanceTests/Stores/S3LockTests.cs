using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>Object lock needs versions of objects, and with them this server ignores the conditions of writes: found out before anything is relied on.</summary>
[Trait("needs", "ceph")]
public sealed class S3LockTests(S3Server server)
{
    [Fact]
    public async Task ABucketWhoseVersioningSwitchesConditionsOffIsRefused()
    {
        var bucket = await server.BucketAsync(locked: true);
        using var site = new Site(Configs.Restart(top: $"store: \"{bucket.Address("b")}\"")) { Variables = bucket.Variables };

        (await site.DeployAsync(site.Build("v1"))).Ends(1).Says("this server does not check the conditions of a write");

        Assert.Null(await site.ServedAsync());
    }
}
