using Pipelines.AcceptanceTests.Hosts;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/apps/static-site.md, from the empty directory to production, behind an nginx as on the page.</summary>
[Trait("needs", "node")]
public sealed class StaticSiteTests
{
    [Fact]
    [Trait("needs", "nginx")]
    [Trait("needs", "curl")]
    public async Task ThePageTakesASiteToProduction()
    {
        using var app = new AppGuide("static-site.md");
        app.Locks("eleventy");

        await app.TypesAsync("npm run build");
        using var nginx = await Nginx.StartAsync(app.Project, Assert.Single(app.Blocks("nginx")));
        await app.TypesAsync("deploy --environment staging", says: ["is valid: site, staging, production.", "From nine to five.",
            $"directory {app.Root("site/staging")}/releases/"]);
        await app.TypesAsync("nine to six", says: "From nine to six.");
        await app.TypesAsync("permalink", says: ["403", "ended with status 4", "From nine to six."]);
        await app.TypesAsync("npm run build");
        await app.TypesAsync("pipelines rollback", says: "From nine to five.");
        await app.TypesAsync("--again");
        await app.TypesAsync("--from staging", says: ["promotion", "From nine to six."]);

        app.WasReadToTheEnd();
    }
}
