using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/apps/node.md, from the empty directory to production.</summary>
[Trait("needs", "node")]
public sealed class NodeTests
{
    [Fact]
    [Trait("needs", "curl")]
    public async Task ThePageTakesAnAppToProduction()
    {
        using var app = new AppGuide("node.md");

        await app.TypesAsync("npm init");
        await app.TypesAsync("config check", says: "is valid: wiki, staging, production.");
        await app.TypesAsync("pipelines deploy --environment staging", says: ["run install: npm ci", "5.3.6",
            $"directory {app.Root("wiki/staging")}/releases/", $"address   http://127.0.0.1:{app.Ports["3000"]}"]);
        await app.TypesAsync("--request PUT");
        await app.TypesAsync("tiddlywiki@5.3.8", says: "A note");
        await app.TypesAsync("the plugin is broken", says: ["Error: the plugin is broken", "ended with status 4", "\"5.3.8\""]);
        await app.TypesAsync("rm -r");
        await app.TypesAsync("pipelines rollback", says: "\"5.3.6\"");
        await app.TypesAsync("--again");
        await app.TypesAsync("--from staging", says: ["promotion", "\"5.3.8\""]);

        app.WasReadToTheEnd();
        Assert.Contains("A note", await Web.GetAsync(app.Ports["3000"], "/recipes/default/tiddlers/Hello"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(app.Root("wiki/production/current/wiki/plugins/broken")));
    }
}
