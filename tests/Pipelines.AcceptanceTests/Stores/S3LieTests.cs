using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Stores;

/// <summary>Deployments with a bucket behind a network that spoils some requests, and a server that lies: they succeed, or end with an
/// error and nothing changed.</summary>
[Trait("needs", "ceph")]
public sealed partial class S3LieTests(S3Server server)
{
    private static Dictionary<string, Fault> Passing { get; } = new()
    {
        ["500"] = Fault.Error(500, "InternalError"),
        ["SlowDown"] = Fault.Error(503, "SlowDown"),
        ["reset"] = new(CutAt: 0),
        ["answer cut"] = new(CutAt: 300),
        ["stall"] = new(CutAt: 200, Stalls: true),
        ["late"] = new(Delay: TimeSpan.FromMilliseconds(200)),
    };

    private static Dictionary<string, Fault> Lies { get; } = new()
    {
        ["shorter"] = new(Head: head => Length().Replace(head, length => $"{length.Groups[1]}{Math.Max(0, Number(length) - 1)}")),
        ["much shorter"] = new(Head: head => Length().Replace(head, length => $"{length.Groups[1]}{Number(length) / 2}")),
        ["longer"] = new(Head: head => Length().Replace(head, length => $"{length.Groups[1]}{Number(length) + 10}")),
        ["another ETag"] = new(Head: head => ETag().Replace(head, "$1\"00000000000000000000000000000000\"")),
        ["no ETag"] = new(Head: head => ETag().Replace(head, "X-Nothing: 1")),
        ["written, it says"] = Fault.Lie,
    };

    public static TheoryData<string> PassingNames => [.. Passing.Keys];

    public static TheoryData<string> LieNames => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(PassingNames))]
    public async Task ADeploymentGetsThroughWhatPasses(string fault)
    {
        var bucket = await server.BucketAsync();
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, n) => n % 5 == 3 ? Passing[fault] : Fault.None);
        using var site = NewSite(bucket, proxy.Url);

        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        (await site.DeployAsync(site.Build("v2"))).Ends(0);

        Assert.Equal("v2", (await site.ServedAsync())!.Version);
        (await site.RunAsync("releases", "verify")).Ends(0);
        (await site.RunAsync("history", "verify")).Ends(0);
    }

    [Theory]
    [MemberData(nameof(LieNames))]
    public async Task ALieIsFoundOrHarmless(string lie)
    {
        var bucket = await server.BucketAsync();
        var every = 0;
        await using var proxy = new FaultProxy(bucket.Server.Port, (_, n) => every > 0 && n % every == 0 ? Lies[lie] : Fault.None);
        using var site = NewSite(bucket, proxy.Url);
        (await site.DeployAsync(site.Build("v0"))).Ends(0);

        for (var i = 1; i <= 4; i++)
        {
            every = i;
            var outcome = await site.DeployAsync(site.Build($"v{i}"));
            every = 0;
            Assert.True(outcome.ExitCode is 0 or 1 or 4 or 11, $"each {i}th answer a lie: ended with {outcome.ExitCode}\n{outcome.All}");
            Assert.Equal(outcome.ExitCode == 0 ? $"v{i}" : (await site.ServedAsync())!.Version, (await site.ServedAsync())!.Version);
            (await site.DeployAsync(site.Build($"v{i}"), "--again")).Ends(0);
            Assert.Equal($"v{i}", (await site.ServedAsync())!.Version);
        }

        (await site.RunAsync("history", "verify")).Ends(0);
    }

    private static Site NewSite(Bucket bucket, string endpoint) =>
        new(Configs.Restart(top: $"store: \"{bucket.Address("b", endpoint, "&timeout=1s")}\"")) { Variables = bucket.Variables };

    private static long Number(Match length) => long.Parse(length.Groups[2].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?i)(Content-Length: )([0-9]+)")]
    private static partial Regex Length();

    [GeneratedRegex("(?i)(ETag: )[^\r]*")]
    private static partial Regex ETag();
}
