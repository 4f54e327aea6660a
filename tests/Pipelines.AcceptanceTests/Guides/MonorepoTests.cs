using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/apps/monorepo.md: two apps in one file and one store.</summary>
public sealed class MonorepoTests
{
    [Fact]
    public async Task ThePageDeploysEachAppByItself()
    {
        using var repository = new AppGuide("monorepo.md");
        foreach (var app in new[] { "web", "api" })
        {
            Directory.CreateDirectory($"{repository.Project}/{app}/dist");
            await File.WriteAllTextAsync($"{repository.Project}/{app}/dist/index.html", app);
        }

        await repository.TypesAsync("config check", says: "is valid: web, staging, production; api, staging, production.");
        await repository.TypesAsync("--from staging");
        Assert.Equal(["web", "api", "web", "api"], Served("staging").Concat(Served("www")));

        await repository.TypesAsync("deploy --app api", says: "is already live; nothing was changed.");
        await repository.TypesAsync("rollback --app web");

        Assert.Equal(["web", "api"], Served("staging"));
        repository.WasReadToTheEnd();

        IEnumerable<string> Served(string host) => new[] { "web", "api" }
            .Select(app => File.ReadAllText(repository.Root($"{host}/shop/{app}/current/index.html")));
    }
}
