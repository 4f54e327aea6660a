using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Hosts;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/apps/blue-green-*.md, with somebody who asks all the time, as on the page.</summary>
[Trait("needs", "node")]
public sealed class BlueGreenTests
{
    [Fact]
    [Trait("needs", "haproxy")]
    [Trait("needs", "curl")]
    public async Task ThePageOfHaproxyLosesNoRequest()
    {
        using var app = new AppGuide("blue-green-haproxy.md");
        app.Locks("maildev");

        await app.TypesAsync("maildev@2.1.0");
        using var proxy = await Haproxy.StartAsync(app.Project, Assert.Single(app.Blocks("haproxy")), app.Socket);
        await IsFollowedAsync(app, ["staging", "production"], () =>
            app.TypesAsync("--from staging", says: ["promotion", "production"]), then: "2.2.1");
    }

    [Fact]
    [Trait("needs", "nginx")]
    [Trait("needs", "curl")]
    public async Task ThePageOfNginxLosesNoRequest()
    {
        using var app = new AppGuide("blue-green-nginx.md");
        app.Locks("maildev");

        await app.TypesAsync("maildev@2.1.0");
        await app.TypesAsync("mkdir");
        using var proxy = await Nginx.StartAsync(app.Project, Assert.Single(app.Blocks("nginx")));
        await IsFollowedAsync(app, ["production"], () => Task.CompletedTask);
    }

    /// <param name="app">The page.</param>
    /// <param name="environments">Those of its configuration.</param>
    /// <param name="last">The commands after the rollback.</param>
    /// <param name="then">The version that they make live; null for none.</param>
    private static async Task IsFollowedAsync(AppGuide app, string[] environments, Func<Task> last, string? then = null)
    {
        await app.TypesAsync("config check", says: [$"is valid: mail, {string.Join(", ", environments)}.", "\"version\":\"2.1.0\""]);
        using var visitor = Command.Start(["sh", "-c", Assert.Single(app.Blocks("bash"))]);
        await app.TypesAsync("maildev@2.2.1", says: "green");
        await app.TypesAsync("rm -r node_modules/express", says: ["MODULE_NOT_FOUND", "ended with status 4"]);
        await app.TypesAsync("npm ci");
        await app.TypesAsync("pipelines rollback", says: "\"version\":\"2.1.0\"");
        await last();
        app.WasReadToTheEnd();

        Assert.False(visitor.HasEnded, "a request failed");
        visitor.Kill();
        var seen = (await visitor.EndAsync()).Output.Split('\n').Where(line => line.EndsWith('}')).Select(Version);
        Assert.Equal(["2.1.0", "2.2.1", "2.1.0", .. then is null ? Array.Empty<string>() : [then]], Runs(seen));
    }

    private static string Version(string answer) => $"{JsonNode.Parse(answer)!["version"]}";

    /// <summary>Each value once for as long as it lasts.</summary>
    private static IEnumerable<string> Runs(IEnumerable<string> values)
    {
        string? last = null;
        foreach (var value in values.Where(value => value != last))
        {
            yield return last = value;
        }
    }
}
