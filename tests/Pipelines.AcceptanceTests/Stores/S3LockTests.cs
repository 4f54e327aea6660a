using Amazon.S3;
using Amazon.S3.Model;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>
/// Object lock needs versions of objects, and with them this server ignores the conditions of writes: found out before anything is
/// relied on. Releases need none: they are locked there, once the records are elsewhere.
/// </summary>
[Trait("needs", "ceph")]
public sealed class S3LockTests(S3Server server)
{
    [Fact]
    public async Task ABucketWhoseVersioningSwitchesConditionsOffIsRefused()
    {
        var bucket = await server.BucketAsync(locked: true);
        using var site = new Site(Configs.Restart(top: $"store: \"{bucket.Address("b")}\"")) { Variables = bucket.Variables };

        (await site.DeployAsync(site.Build("v1"))).Ends(1).Says("this server does not enforce conditional writes", "state:");

        Assert.Null(await site.ServedAsync());
    }

    [Fact]
    public async Task WithTheRecordsElsewhereReleasesAreLockedInTheBucket()
    {
        var bucket = await server.BucketAsync(locked: true);
        using var site =
            new Site(
                Configs.Restart(
                top: $"store: \"{bucket.Address("b", options: "&object-lock=governance:1h")}\"\nstate: file:records")) { Variables =
                bucket.Variables };
        foreach (var version in (string[])["v1", "v2", "v3", "v3"])
        {
            (await site.DeployAsync(site.Build(version))).Ends(0);
        }

        var kept = await VersionsAsync(bucket);
        Assert.All(kept, version => Assert.StartsWith("b/tiny/", version.Key, StringComparison.Ordinal));
        Assert.DoesNotContain(kept, version =>
            version.Key.Contains("/events/", StringComparison.Ordinal) || version.Key.Contains("/leases/", StringComparison.Ordinal));
        foreach (var version in kept)
        {
            var lockUntil =
                (await bucket.Client.GetObjectRetentionAsync(
                    new GetObjectRetentionRequest { BucketName = bucket.Name, Key = version.Key,
                    VersionId = version.VersionId })).Retention;
            Assert.Equal(ObjectLockRetentionMode.Governance, lockUntil.Mode);
            Assert.InRange(lockUntil.RetainUntilDate!.Value.ToUniversalTime(), DateTime.UtcNow.AddMinutes(40),
                DateTime.UtcNow.AddMinutes(61));
            var refused =
                await Assert.ThrowsAsync<AmazonS3Exception>(() =>
                    bucket.Client.DeleteObjectAsync(
                        new DeleteObjectRequest { BucketName = bucket.Name, Key = version.Key, VersionId = version.VersionId }));
            Assert.Equal("AccessDenied", refused.ErrorCode);
        }

        (await CommandLine.RunAsync(["releases", "prune", "--keep", "1"], site.Path, site.Variables)).Ends(0);
        (await site.RunAsync("releases", "verify")).Ends(0);
        Assert.Empty(kept.Select(version => version.VersionId).Except((await VersionsAsync(bucket)).Select(version => version.VersionId)));
        (await site.RunAsync("rollback")).Ends(0);
        Assert.Equal("v2", (await site.ServedAsync())!.Version);
    }

    private static async Task<List<S3ObjectVersion>> VersionsAsync(Bucket bucket) =>
        [.. (await bucket.Client.ListVersionsAsync(bucket.Name)).Versions.Where(version => version.IsDeleteMarker is not true)];
}
