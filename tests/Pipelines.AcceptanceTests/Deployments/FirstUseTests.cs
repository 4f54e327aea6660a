using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Deployments;

/// <summary>The first minutes of a user, mistakes included.</summary>
public sealed class FirstUseTests
{
    [Fact]
    public async Task InitWritesAFileThatIsSoundAndCanBeTried()
    {
        using var directory = new TempDirectory();
        var wrote = (await CommandLine.RunAsync(["init", "--app", "backend", "--platform", "github"], directory.Path)).Ends(0);
        wrote.Says(".pipelines.yml", ".github/workflows/deploy.yml", "deploy --environment production --dry-run");
        Directory.CreateDirectory(directory["dist"]);
        await File.WriteAllTextAsync(directory["dist/index.html"], "hello");

        (await CommandLine.RunAsync(["config", "check"], directory.Path)).Ends(0);
        (await CommandLine.RunAsync(["deploy", "--environment", "production", "--dry-run"], directory.Path)).Ends(0)
            .Says("dry run: nothing is changed", " to upload (");

        (await CommandLine.RunAsync(["init", "--app", "backend"], directory.Path)).Ends(2).Says(".pipelines.yml", "already exists");
    }

    /// <summary>The kind: what a newcomer copies must not forget.</summary>
    [Fact]
    public async Task InitKeepsRecordsOutOfTheCheckoutAndItsOwnFilesOutOfGit()
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory[".gitignore"], "node_modules");
        string[] remote = ["init", "--app", "backend", "--platform", "gitlab", "--host", "ssh://deploy@web-1.example.com"];
        (await CommandLine.RunAsync(remote, directory.Path)).Ends(2).Says("--store", "outlive the job");
        Assert.False(File.Exists(directory[".pipelines.yml"]));

        (await CommandLine.RunAsync([.. remote, "--store", "s3://acme/backend"], directory.Path)).Ends(0);

        Assert.Equal("node_modules\n.pipelines/\n", await File.ReadAllTextAsync(directory[".gitignore"]));
        Assert.Contains("store: \"s3://acme/backend\"", await File.ReadAllTextAsync(directory[".pipelines.yml"]), StringComparison.Ordinal);
    }

    /// <summary>The kind: what an app said is told once, and apart from what we say.</summary>
    [Fact]
    public async Task TheLogOfAnAppThatDoesNotStartIsToldOnceAndBeforeTheResult()
    {
        using var site = new Site(own => $$"""
            app: shop
            environments:
              production: { hosts: ["local:{{own["live"]}}"], deploy: { service: { process: sh run } } }
            """);
        Directory.CreateDirectory(site["own"]);
        await File.WriteAllTextAsync(site["own/run"], "exec sleep 100");
        (await site.DeployAsync(site["own"])).Ends(0);
        await File.WriteAllTextAsync(site["own/run"], "echo cannot open database; exit 3");

        var lines = (await site.DeployAsync(site["own"])).Ends(4).All.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("cannot open database", Assert.Single(lines, line => line.Contains("cannot open", StringComparison.Ordinal)));
        Assert.Contains("is live again.", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:.pipelines/store", true)]
    [InlineData("file:../outside", false)]
    public async Task AStoreThatTheNextCheckoutRemovesIsToldOf(string store, bool isTold)
    {
        using var site = new Site(Configs.Restart(top: $"store: \"{store}\"\n"));
        site.Variables = [("GITLAB_CI", "true"), ("CI_PROJECT_DIR", site.Path), ("CI_PIPELINE_SOURCE", "web")];

        var said = (await site.RunAsync("status")).Ends(0).All;

        Assert.Equal(isTold, said.Contains("is in the job's checkout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoConfigurationFileSaysHowToMakeOne()
    {
        using var directory = new TempDirectory();

        (await CommandLine.RunAsync(["deploy", "--environment", "production"], directory.Path)).Ends(2)
            .Says(".pipelines.yml", "pipelines init");
    }

    [Fact]
    public async Task AMistypedKeyIsNamedWithItsPlaceAndTheRightOne()
    {
        using var site = new Site(site => Configs.Restart("kepp: 3")(site));

        var refused = (await site.DeployAsync(site.Build("v1"), "--output", "json")).Ends(2);

        refused.Says(".pipelines.yml:11:7", "kepp", "keep");
        var error = Assert.Single(refused.Json["errors"]!.AsArray())!;
        Assert.Equal((11, 7), (error["line"]!.GetValue<int>(), error["column"]!.GetValue<int>()));
        Assert.False(Directory.Exists(site.Live));
    }

    [Fact]
    public async Task AllMistakesAreToldTogether()
    {
        using var site = new Site(site => Configs.Restart("keep: many", environment: "calender: office", within: "soon")(site));

        (await CommandLine.RunAsync(["config", "check"], site.Path)).Ends(2).Says("keep", "calender", "calendar", "within", "soon");
    }

    [Fact]
    public async Task AnUnknownEnvironmentIsNamedWithThoseThatExist()
    {
        using var site = new Site(Configs.Restart());

        (await CommandLine.RunAsync(["status", "--environment", "prodution"], site.Path)).Ends(2).Says("prodution", "production");
    }

    [Fact]
    public async Task AnUnknownOptionIsNamed()
    {
        using var site = new Site(Configs.Restart());

        (await site.RunAsync("deploy", "--pth", "x")).Ends(2).Says("--pth");
    }

    [Theory]
    [InlineData("env:NOT_THERE", "NOT_THERE")]
    [InlineData("file:not-there", "not-there")]
    [InlineData("file:builds", "builds")]
    public async Task ASecretThatCannotBeReadStopsEverythingBeforeItBegins(string reference, string named)
    {
        using var site = new Site(Configs.Restart($"env: {{ PASSWORD: \"{reference}\" }}"));

        (await site.DeployAsync(site.Build("v1"))).Ends(2).Says(named);

        Assert.False(Directory.Exists(site.Live));
    }
}
