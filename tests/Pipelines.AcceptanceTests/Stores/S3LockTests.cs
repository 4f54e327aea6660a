using Amazon.S3;
using Amazon.S3.Model;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>A bucket whose objects nobody can remove for a day: deployments go on in it, and what was kept stays.</summary>
[Trait("needs", "ceph")]
public sealed class S3LockTests(S3Server server)
{
    [Fact]
    public async Task InALockedBucketAllWorksAndNothingIsLost()
    {
        var bucket = await server.BucketAsync(locked: true);
        using var site = new Site(Configs.Restart(top: $"store: \"{bucket.Address("b")}\"")) { Variables = bucket.Variables };

        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        (await site.DeployAsync(site.Build("v2"))).Ends(0);
        (await site.DeployAsync(site.Build("v3"))).Ends(0);
        (await CommandLine.RunAsync(["releases", "prune", "--keep", "1"], site.Path, site.Variables)).Ends(0).Says("1 releases removed");
        (await site.RunAsync("releases", "verify")).Ends(0).Says("2 releases");

        var versions = (await bucket.Client.ListVersionsAsync(bucket.Name)).Versions;
        var manifests = versions.Where(version => version.Key.Contains("/manifest", StringComparison.Ordinal) && version.IsDeleteMarker != true).ToList();
        Assert.Equal(3, manifests.Count);
        await Assert.ThrowsAsync<AmazonS3Exception>(() => bucket.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket.Name, Key = manifests[0].Key, VersionId = manifests[0].VersionId }));
    }
}
