using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The kind: a dry run prints a full plan for what cannot be deployed. Every case runs both ways, and ends with the same
/// status.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CommandRun _run = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>What is wrong, the status, and what both say.</summary>
    public static TheoryData<string, int, string> Cases => new()
    {
        { "nothing", 0, "" },
        { "no such directory", 2, "no-such" },
        { "empty build", 2, "allow-empty" },
        { "secret file", 2, ".env" },
        { "setuid", 2, "setuid" },
        { "missing variable", 2, "NOT_THERE" },
        { "missing secret of a check", 2, "NOT_THERE" },
        { "no such release", 2, "0123456789ab" },
        { "closed gate", 3, "year-end" },
        { "known bad", 3, "known bad" },
        { "rolled back", 3, "known bad" },
        { "known bad with this configuration", 3, "with this configuration" },
        { "already live", 0, "already live" },
        { "directory at current", 1, "current is a directory" },
        { "file at releases", 1, "releases is a file" },
        { "host of another log", 2, "adopt-host" },
        { "unknown placeholder", 2, "{prot}" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ADryRunEndsAsTheDeployment(string wrong, int status, string said)
    {
        await GivenAsync(wrong);
        var before = Listing();

        var dry = await DeployAsync(wrong, "--dry-run");
        var (dryText, after) = (_run.Output + _run.Error, Listing());
        var real = await DeployAsync(wrong);

        Assert.True((status, status) == (dry, real), $"{wrong}: dry {dry}, real {real}\n{dryText}\n--\n{_run.Output}{_run.Error}");
        Assert.Equal(before, after);
        Assert.Contains(said, dryText, StringComparison.Ordinal);
        Assert.Contains(said, _run.Output + _run.Error, StringComparison.Ordinal);
    }

    /// <summary>The release of the build is known without being stored, and install is in the plan.</summary>
    [Fact]
    public async Task ThePlanHasTheReleaseAndTheInstallation()
    {
        await GivenAsync("nothing", "install: [\"true\", a b]");

        Assert.Equal(0, await DeployAsync("nothing", "--dry-run", "--output", "json"));
        var (release, plan) = (_run.Json.GetProperty("release").GetString(), _run.Json.GetProperty("plan"));
        Assert.Equal(["stage release " + release, "run install: true a b"],
            plan.EnumerateArray().Take(2).Select(row => row.GetProperty("action").GetString()));
        Assert.Equal(0, await DeployAsync("nothing", "--output", "json"));
        Assert.Equal(release, _run.Json.GetProperty("release").GetString());
    }

    private async Task GivenAsync(string wrong, string deploy = "keep: 5")
    {
        Directory.CreateDirectory(_directory["dist"]);
        await File.WriteAllTextAsync(_directory["dist/index.html"], "1");
        await ConfigureAsync(deploy);
        switch (wrong)
        {
            case "empty build":
                File.Delete(_directory["dist/index.html"]);
                break;
            case "secret file":
                await File.WriteAllTextAsync(_directory["dist/.env"], "A=1");
                break;
            case "setuid":
                File.SetUnixFileMode(_directory["dist/index.html"], UnixFileMode.SetUser | UnixFileMode.UserRead);
                break;
            case "missing variable":
                await ConfigureAsync("env: { A: env:NOT_THERE }");
                break;
            case "missing secret of a check":
                await ConfigureAsync("keep: 5", health: "health: [{ http: \"http://127.0.0.1:1/\", headers: { X-A: env:NOT_THERE } }]");
                break;
            case "unknown placeholder":
                await ConfigureAsync("env: { A: \"{prot}\" }");
                break;
            case "closed gate":
                await ConfigureAsync(deploy,
                    top: "freezes: [{ name: year-end, from: 2000-01-01T00:00, until: 2999-01-01T00:00, zone: UTC }]");
                break;
            case "already live":
                Assert.Equal(0, await DeployAsync(wrong));
                break;
            case "known bad" or "known bad with this configuration":
                await ConfigureAsync("hooks: { before-switch: \"test -e good\" }");
                if (wrong == "known bad")
                {
                    await File.WriteAllTextAsync(_directory["dist/good"], "");
                    Assert.Equal(0, await DeployAsync(wrong));
                    File.Delete(_directory["dist/good"]);
                }

                Assert.Equal(4, await DeployAsync(wrong));
                break;
            case "rolled back":
                Assert.Equal(0, await DeployAsync(wrong));
                await File.WriteAllTextAsync(_directory["dist/index.html"], "2");
                Assert.Equal(0, await DeployAsync(wrong));
                Assert.Equal(0, await _run.RunAsync("rollback", "--config", _directory["f.yml"], "--environment", "production"));
                break;
            case "directory at current":
                Directory.CreateDirectory(_directory["live/current"]);
                break;
            case "file at releases":
                Directory.CreateDirectory(_directory["live"]);
                await File.WriteAllTextAsync(_directory["live/releases"], "");
                break;
            case "host of another log":
                Assert.Equal(0, await DeployAsync(wrong));
                Directory.Delete(_directory["store"], recursive: true);
                break;
        }
    }

    private Task ConfigureAsync(string deploy, string health = "", string top = "") => File.WriteAllTextAsync(_directory["f.yml"], $$"""
        app: backend
        store: file:store
        {{top}}
        environments:
          production:
            hosts: ["local:"]
            deploy: { root: live, {{deploy}} }
            {{health}}

        """);

    private Task<int> DeployAsync(string wrong, params string[] more) => _run.RunAsync(
    [
        "deploy", "--config", _directory["f.yml"], "--environment", "production",
        .. wrong == "no such release" ? ["--release", "0123456789ab"]
            : new[] { "--path", _directory[wrong == "no such directory" ? "no-such" : "dist"] },
        .. more,
    ]);

    private string Listing() => string.Join('\n', Directory.EnumerateFileSystemEntries(_directory.Path, "*", SearchOption.AllDirectories)
        .Where(path => !path.Contains("/.pipelines/spare", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(path => $"{path} {(File.Exists(path) ? File.GetLastWriteTimeUtc(path) : default):O}"));
}
