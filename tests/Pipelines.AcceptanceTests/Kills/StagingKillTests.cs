using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Releases.Trees;

namespace Pipelines.AcceptanceTests.Kills;

/// <summary>
/// A deployment is killed while it makes its release of what lies on the host. The next one goes on with what is there, and ends with
/// exactly the build, and with the releases that share its bytes unchanged.
/// </summary>
[Trait("needs", "strace")]
public sealed class StagingKillTests
{
    private const int Files = 120;

    [Fact]
    public async Task KilledBetweenTheLinksOfARelease()
    {
        using var site = new Site(Configs.Restart());
        (await site.DeployAsync(Build(site, 1))).Ends(0);
        var first = Directory.GetDirectories(site["live/releases"]).Single();
        var before = Content(first);
        var build = Build(site, 2);
        await site.SpareIsThereAsync();
        ReleaseTree.Delete(Spare(site)); // so that the next one is made of links

        foreach (var n in (int[])[20, 45, 70])
        {
            var death = await Strace.KillAfterAsync(n, TimeSpan.FromMilliseconds(3), site, Line(build));
            Assert.Null(death.Unkilled);
            Assert.Equal(before, Content(first));
            Assert.Equal("1", (await site.ServedAsync())!.Version);
        }

        (await site.DeployAsync(build)).Ends(0);
        Assert.Equal("2", (await site.ServedAsync())!.Version);
        Assert.Equal(Content(build), Content(site["live/current"]));
        Assert.Equal(before, Content(first));
    }

    [Fact]
    public async Task KilledWhileAnExpiredReleaseIsMadeIntoTheNext()
    {
        using var site = new Site(Configs.Restart("keep: 2"));
        for (var version = 1; version <= 3; version++)
        {
            (await site.DeployAsync(Build(site, version))).Ends(0);
        }

        await site.SpareIsThereAsync();
        for (var n = 1; n <= 30; n += 3)
        {
            var build = Build(site, 3 + n);
            var killed = await Strace.KillAfterAsync(n, TimeSpan.FromMilliseconds(5), site, Line(build));
            Assert.True(killed.Unkilled is null || n > 12, "it ended before it was killed");
            (await site.DeployAsync(build)).Ends(0);
            Assert.Equal(Content(build), Content(site["live/current"]));
            Assert.InRange(Directory.GetDirectories(site["live/releases"]).Length, 2, 2);
        }
    }

    [Fact]
    public async Task TheCopyForTheNextReleaseIsKilledAtAnyMomentAndOutlivesTheDeployment()
    {
        using var site = new Site(Configs.Restart("keep: 20"));
        for (var version = 1; version <= 12; version++)
        {
            var build = Build(site, version);
            (await site.DeployAsync(build)).Ends(0);
            Assert.Equal(Content(build), Content(site["live/current"]));
            await Task.Delay(version * 4);
            foreach (var process in LiveProcesses.In(site["live"]).Except(site.Services))
            {
                LiveProcesses.Kill(process);
            }
        }

        (await site.DeployAsync(Build(site, 13))).Ends(0);
        await site.SpareIsThereAsync();
        Assert.Equal(Content(site["live/current"]), Content(Spare(site)));
        Assert.Single(Directory.GetDirectories(site["live/.pipelines"], "spare*"));
    }

    [Fact]
    public async Task TheCopyForTheNextReleaseSeesNoSecret()
    {
        using var site = new Site(Configs.Restart());
        var tools = Directory.CreateDirectory(site["tools"]).FullName;
        await File.WriteAllTextAsync($"{tools}/cp", """
            #!/bin/sh
            env >"${0%/*}/seen"
            exec /bin/cp "$@"
            """);
        File.SetUnixFileMode($"{tools}/cp", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        site.Variables = [("PATH", $"{tools}:{Environment.GetEnvironmentVariable("PATH")}"), ("DEPLOY_TOKEN", "that-nobody-sees")];

        (await site.DeployAsync(Build(site, 1))).Ends(0);
        await site.SpareIsThereAsync();

        var seen = await File.ReadAllTextAsync($"{tools}/seen");
        Assert.Contains("PATH=", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("that-nobody-sees", seen, StringComparison.Ordinal);
    }

    private static string Spare(Site site) => site["live/.pipelines/spare"];

    private static IReadOnlyList<string> Line(string build) =>
        ["deploy", "--path", build, "--environment", "production", "--output", "json"];

    /// <summary>Most files are the same in all versions, some are of one.</summary>
    private static string Build(Site site, int version)
    {
        var name = version.ToString(CultureInfo.InvariantCulture);
        var build = site.Build(name);
        for (var i = 0; i < Files; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            File.WriteAllText(Path.Combine(build, $"file-{number}"), i % 10 == 0 ? $"{number} of {name}" : $"{number}, the same in all");
        }

        File.WriteAllText(Path.Combine(build, $"only-{name}"), name);
        return build;
    }

    private static SortedDictionary<string, string> Content(string root) => new(
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(root, path), File.ReadAllText), StringComparer.Ordinal);
}
