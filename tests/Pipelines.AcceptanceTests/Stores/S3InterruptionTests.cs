using System.Security.Cryptography;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>Packaging that is broken off: what was uploaded is kept, and everything that the store says it has is whole.</summary>
[Trait("needs", "ceph")]
public sealed class S3InterruptionTests(S3Server server)
{
    private const int Payload = 40 << 20;
    private const int Slack = 1 << 20;

    /// <summary>Killed before each write of a release of several packs.</summary>
    [Fact]
    public async Task WhatWasSentBeforeAKillIsNotSentAgain()
    {
        var bucket = await server.BucketAsync();
        using var victim = new Victim();
        await using var proxy = new FaultProxy(bucket.Server.Port, victim.Meet);
        using var site = NewSite(bucket, proxy.Url);
        for (var n = 1; ; n++)
        {
            Fill(site, $"t{n}");
            var before = await KeptAsync(bucket);
            var killed = await victim.RunAsync(n, () => Start(site, $"t{n}"));
            (await RunAsync(site, "releases", "verify")).Ends(0);
            var (kept, sent) = (await KeptAsync(bucket) - before, proxy.SentBytes);

            (await RunAsync(site, "package", "--path", $"t{n}")).Ends(0);

            Assert.InRange(proxy.SentBytes - sent, 0, Payload - kept + Slack);
            (await RunAsync(site, "releases", "verify")).Ends(0);
            if (!killed)
            {
                Assert.InRange(n, 8, 30);
                return;
            }
        }
    }

    [Fact]
    public async Task CredentialsThatExpireInTheMiddleAreOneErrorAndNothingIsLost()
    {
        var bucket = await server.BucketAsync();
        var left = int.MaxValue;
        await using var proxy =
            new FaultProxy(bucket.Server.Port, (_, _) =>
                Interlocked.Decrement(ref left) < 0 ? Fault.Error(400, "ExpiredToken") : Fault.None);
        using var site = NewSite(bucket, proxy.Url);
        (await site.DeployAsync(site.Build("v1"))).Ends(0);

        foreach (var requests in (int[])[1, 3, 5, 8, 12, 16, 20, 25, 30])
        {
            var build = site.Build($"v{requests + 1}");
            left = requests;
            var outcome = await site.DeployAsync(build);
            left = int.MaxValue;
            Assert.True(outcome.ExitCode is 1 or 4, outcome.All);
            outcome.Says("the credentials have expired (ExpiredToken)", "whose credentials are renewed automatically");
            (await site.DeployAsync(build, "--again")).Ends(0);
            Assert.Equal($"v{requests + 1}", (await site.ServedAsync())!.Version);
        }

        (await site.RunAsync("releases", "verify")).Ends(0);
    }

    [Fact]
    public async Task AStoreThatFillsUpIsOneErrorAndTheNextRunSendsTheRest()
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, _) => Fault.None);
        using var site = NewSite(bucket, proxy.Url);
        Fill(site, "t");
        await QuotaAsync(bucket, "--max-size=35M"); // the first pack fits, the second does not
        (await RunAsync(site, "package", "--path", "t")).Ends(1).Says("the store is full (QuotaExceeded)", "what was uploaded is kept");
        var (kept, sent) = (await KeptAsync(bucket), proxy.SentBytes);
        Assert.InRange(kept, 16 << 20, Payload - Slack);
        await QuotaAsync(bucket, "--max-size=-1");

        (await RunAsync(site, "package", "--path", "t")).Ends(0);

        Assert.InRange(proxy.SentBytes - sent, 0, Payload - kept + Slack);
        (await RunAsync(site, "releases", "verify")).Ends(0);
    }

    [Fact]
    public async Task TheSameTreePackagedTwiceAtOnceIsOneRelease()
    {
        var bucket = await server.BucketAsync();
        using var site = NewSite(bucket, endpoint: null);
        Fill(site, "t");

        var ended = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync(site, "package", "--path", "t", "--output", "json")));

        var release = Assert.Single(ended.Select(outcome => outcome.Ends(0).Text("release")).Distinct());
        var listed = (await RunAsync(site, "releases", "list", "--output", "json")).Ends(0).Json["releases"]!.AsArray();
        Assert.Equal(release, Assert.Single(listed)!["release"]!.GetValue<string>());
        (await RunAsync(site, "releases", "verify")).Ends(0);
    }

    /// <summary>Deployments of old and new trees while releases are pruned again and again.</summary>
    [Fact]
    public async Task PruningBesideDeploymentsBreaksNeither()
    {
        var bucket = await server.BucketAsync();
        using var site = NewSite(bucket, endpoint: null);
        string[] builds = [.. Enumerable.Range(0, 4).Select(i => site.Build($"v{i}"))];
        var stop = false;
        var pruning = Task.Run(async () =>
        {
            var pruned = 0;
            while (!Volatile.Read(ref stop))
            {
                pruned += (await RunAsync(site, "releases", "prune", "--keep", "1", "--output", "json"))
                    .Ends(0).Json["removed"]!.GetValue<int>();
            }

            return pruned;
        });

        for (var i = 0; i < 10; i++)
        {
            (await site.DeployAsync(builds[i % builds.Length], "--again")).Ends(0);
            Assert.Equal($"v{i % builds.Length}", (await site.ServedAsync())!.Version);
        }

        Volatile.Write(ref stop, true);
        Assert.InRange(await pruning, 1, 10);
        (await site.RunAsync("rollback")).Ends(0);
        (await site.RunAsync("releases", "verify")).Ends(0);
    }

    /// <summary>Killed before each of its changes; the next prune finishes, and nothing that is kept is harmed.</summary>
    [Fact]
    public async Task APruneKilledAtAnyPointIsFinishedByTheNext()
    {
        var bucket = await server.BucketAsync();
        using var victim = new Victim();
        await using var proxy = new FaultProxy(bucket.Server.Port, victim.Meet);
        using var site = NewSite(bucket, proxy.Url);
        string[] builds = [.. Enumerable.Range(0, 3).Select(i => site.Build($"v{i}"))];
        for (var n = 1; ; n++)
        {
            foreach (var build in builds)
            {
                (await site.DeployAsync(build, "--again")).Ends(0);
            }

            var killed = await victim.RunAsync(n, () => CommandLine.Start(["releases", "prune", "--keep", "1"], site.Path, site.Variables));
            (await site.RunAsync("releases", "verify")).Ends(0);
            (await RunAsync(site, "releases", "prune", "--keep", "1")).Ends(0);
            Assert.DoesNotContain((await bucket.Client.ListObjectsAsync(bucket.Name)).S3Objects, found =>
                found.Key.Contains("doomed", StringComparison.Ordinal));
            if (!killed)
            {
                Assert.InRange(n, 8, 40);
                (await site.RunAsync("rollback")).Ends(0);
                return;
            }
        }
    }

    private static Site NewSite(Bucket bucket, string? endpoint) =>
        new(Configs.Restart(top: $"store: \"{bucket.Address("b", endpoint)}\"")) { Variables = bucket.Variables };

    /// <summary>Files that cannot be compressed, and are in no other tree.</summary>
    private static void Fill(Site site, string tree)
    {
        Directory.CreateDirectory(site[tree]);
        for (var i = 0; i < 40; i++)
        {
            File.WriteAllBytes(site[$"{tree}/{i}"], RandomNumberGenerator.GetBytes(Payload / 40));
        }
    }

    /// <summary>Bytes of the packs that the bucket has.</summary>
    private static async Task<long> KeptAsync(Bucket bucket) =>
        ((await bucket.Client.ListObjectsAsync(bucket.Name)).S3Objects ?? [])
            .Where(found => found.Key.Contains("/packs/", StringComparison.Ordinal)).Sum(found => found.Size ?? 0);

    private static Task<Outcome> RunAsync(Site site, params IReadOnlyList<string> words) =>
        CommandLine.RunAsync(words, site.Path, site.Variables);

    private static Command Start(Site site, string tree) => CommandLine.Start(["package", "--path", tree], site.Path, site.Variables);

    private static async Task QuotaAsync(Bucket bucket, string limit)
    {
        await bucket.Server.AdminAsync("quota", "set", "--quota-scope=bucket", $"--uid={S3Server.Owner}", $"--bucket={bucket.Name}", limit);
        await bucket.Server.AdminAsync("quota", "enable", "--quota-scope=bucket", $"--uid={S3Server.Owner}", $"--bucket={bucket.Name}");
    }
}
