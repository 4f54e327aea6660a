using System.Globalization;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Faults;

/// <summary>Hooks that fail or hang.</summary>
public sealed class HookTests
{
    private static string All =>
        $"hooks: {{ before-stage: [perl, \"{SourceTree.Service("hook.pl")}\"], "
            + $"{string.Join(", ", Points[1..].Select(point => $"{point}: perl hook.pl"))} }}";

    private static readonly string[] Points =
        ["before-stage", "after-stage", "before-switch", "after-switch", "after-commit", "on-rollback"];

    [Theory]
    [InlineData("before-stage", 1, "v1")]
    [InlineData("after-stage", 1, "v1")]
    [InlineData("before-switch", 4, "v1")]
    [InlineData("after-switch", 4, "v1")]
    [InlineData("after-commit", 0, "v2")]
    [InlineData("on-rollback after-switch", 4, "v1")]
    public async Task AHookThatFailsEndsTheDeploymentAsFarAsItStillCan(string points, int status, string live)
    {
        using var site = new Site(Configs.Restart(All));
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        var before = await site.ServedAsync();
        await File.WriteAllTextAsync(site["live/hook-fails"], points); // where the hook runs before there is a release

        var ended = (await site.DeployAsync(site.Build("v2", "good", points))).Ends(status);

        ended.Says($"hook {points.Split(' ')[0]} ended with status 3", "the hook refuses at");
        Assert.Equal(live, (await site.ServedAsync())!.Version);
        Assert.Equal(status == 1, before == await site.ServedAsync());
        Assert.Single(site.Services);
    }

    [Fact]
    public async Task AHookThatHangsIsKilledWithItsChildren()
    {
        const string Hang = """["sh", "-c", "sleep 300 & echo $! $$ >$PIPELINES_ROOT/pids; wait"]""";
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        site.Configure(Configs.Restart($"hooks: {{ before-switch: {{ run: {Hang}, within: 500ms }} }}"));

        (await site.DeployAsync(site.Build("v2"))).Ends(4).Says("hook before-switch was killed after 500ms");

        var hung = (await File.ReadAllTextAsync(site["live/pids"])).Split().Where(text => text.Length > 0)
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture));
        Assert.DoesNotContain(hung, LiveProcesses.Exists);
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }
}
