using Pipelines.AcceptanceTests.Hosts;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/apps/systemd.md, as root of a host with a real systemd. What comes from npm is fetched outside: it has no
/// network.</summary>
[Trait("needs", "podman")]
public sealed class SystemdTests
{
    private const string Page = "docs/guides/apps/systemd.md";

    [Fact]
    [Trait("needs", "npm")]
    public async Task ThePageTakesAServerToProduction()
    {
        using var site = new Site(_ => Guide.Blocks(Page, "yaml")[0]);
        await using var host = await SystemdHost.StartWithMountsAsync(site);
        var page = new Queue<string>(Guide.Blocks(Page, "sh"));

        await TypesAsync("@0.51.0");
        await TypesAsync("host setup", says: ["things were done", "ExecStart="]);
        await TypesAsync("is-enabled", says: ["\"version\":\"0.51.0\"", "enabled", "NoNewPrivileges=yes", "ProtectSystem=strict"]);
        await TypesAsync("@0.55.0");
        await TypesAsync("sed", says: "\"version\":\"0.55.0\"");
        await TypesAsync("EFFECT_ALLOWED/' dist", says: ["cerbos.service", "load failures=1", "ended with status 4", "\"version\":\"0.55.0\""]);
        await TypesAsync("sed");
        await TypesAsync("KILL", says: ["\"version\":\"0.55.0\"", "restarted once"]);
        await TypesAsync("pipelines rollback", says: "\"version\":\"0.51.0\"");
        Assert.Empty(page);

        async Task TypesAsync(string with, params IEnumerable<string> says)
        {
            var block = page.Dequeue();
            Assert.Contains(with, block, StringComparison.Ordinal);
            var typed = block.Contains("npm pack", StringComparison.Ordinal)
                ? await Command.ToEndAsync(["sh", "-euc", block], directory: site.Path)
                : await host.RunAsync("env", "--chdir=/site", "sh", "-euc", block);
            typed.Ends(0).Says(says);
        }
    }
}
