using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>The app of docs/guides/your-app.md, which says which release it is.</summary>
[Trait("needs", "node")]
public sealed class YourAppTests
{
    [Fact]
    public async Task TheAppOfThePageProvesItsRelease()
    {
        using var directory = new TempDirectory();
        var port = Ports.Free();
        var guide = new GuideRun("your-app.md", directory.Path, new Dictionary<string, string>
        {
            ["root: /srv/backend"] = $"root: \"{directory["srv"]}\"",
            ["port: 3000"] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"port: {port}"),
        });
        guide.WriteConfiguration();
        var server = Assert.Single(guide.Blocks("js"));
        await File.WriteAllTextAsync($"{directory.Path}/server.mjs", server);
        await File.WriteAllTextAsync($"{directory.Path}/.pipelinesignore", "srv/\n");
        try
        {
            (await guide.RunAsync("pipelines deploy --environment production")).Ends(0);
            Assert.Equal("ok\n", await Web.GetAsync(port));

            await File.WriteAllTextAsync($"{directory.Path}/server.mjs",
                server.Replace("PIPELINES_RELEASE", "NOTHING", StringComparison.Ordinal) + "// says no release\n");
            (await guide.RunAsync("pipelines deploy --environment production || echo \"ended with status $?\"")).Ends(0)
                .Says("ended with status 4");
            (await guide.RunAsync("pipelines health-check --environment production")).Ends(0);
        }
        finally
        {
            LiveProcesses.KillAllIn(directory.Path);
        }
    }
}
