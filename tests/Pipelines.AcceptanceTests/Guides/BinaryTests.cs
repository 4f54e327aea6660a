namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/apps/binary.md, from the empty directory to production.</summary>
[Trait("needs", "npm")]
public sealed class BinaryTests
{
    [Fact]
    [Trait("needs", "curl")]
    public async Task ThePageTakesAProgramToProduction()
    {
        using var app = new AppGuide("binary.md");

        await app.TypesAsync("@0.51.0");
        await app.TypesAsync("config check", says: "is valid: cerbos, staging, production.");
        await app.TypesAsync("pipelines deploy --environment staging", says: ["dry run: nothing is changed.", "\"version\":\"0.51.0\"",
            $"directory {app.Root("cerbos/staging")}/releases/", $"address   http://127.0.0.1:{app.Ports["3020"]}"]);
        await app.TypesAsync("@0.55.0", says: "\"version\":\"0.55.0\"");
        await app.TypesAsync("EFFECT_ALLOWED/' dist", says: ["load failures=1", "ended with status 4", "\"version\":\"0.55.0\""]);
        await app.TypesAsync("sed");
        await app.TypesAsync("pipelines rollback", says: "\"version\":\"0.51.0\"");
        await app.TypesAsync("--again");
        await app.TypesAsync("--from staging", says: ["promotion", "\"version\":\"0.55.0\""]);

        app.WasReadToTheEnd();
    }
}
