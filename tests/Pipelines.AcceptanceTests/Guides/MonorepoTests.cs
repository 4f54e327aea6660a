using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/apps/monorepo.md: two apps with a file each, in one store.</summary>
public sealed class MonorepoTests
{
    [Fact]
    public async Task ThePageDeploysEachAppByItself()
    {
        using var repository = new AppGuide("monorepo.md");
        foreach (var (app, file) in new[] { "web", "api" }.Zip(repository.Blocks("yaml")))
        {
            Directory.CreateDirectory($"{repository.Project}/{app}/dist");
            await File.WriteAllTextAsync($"{repository.Project}/{app}/.pipelines.yml", file);
            await File.WriteAllTextAsync($"{repository.Project}/{app}/dist/index.html", app);
        }

        await repository.TypesAsync("config check", says: ["is valid: web,", "is valid: api,"]);
        await repository.TypesAsync("--from staging");
        Assert.Equal(["web", "api", "web", "api"], Served("staging").Concat(Served("www")));

        await repository.TypesAsync("deploy --config api/", says: "is already live; nothing was changed.");
        await repository.TypesAsync("rollback --config web/");

        Assert.Equal(["web", "api"], Served("staging"));
        repository.WasReadToTheEnd();

        IEnumerable<string> Served(string host) => new[] { "web", "api" }
            .Select(app => File.ReadAllText(repository.Root($"{host}/shop/{app}/current/index.html")));
    }
}
