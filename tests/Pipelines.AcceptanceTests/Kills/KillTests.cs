using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.History;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Kills;

/// <summary>
/// A deployment is killed at every boundary, and the same command is run again. While nobody works on it, what is served is
/// entirely old or entirely new; afterwards everything is as if the kill had not been.
/// </summary>
[Trait("needs", "strace")]
public abstract class KillTests
{
    protected const string Hook = "hooks: { after-switch: perl hook.pl }";

    /// <summary>More than any of these deployments has: a loop that comes here does not kill any more.</summary>
    private const int Most = 150;

    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(10);

    private int _versions;

    private protected abstract Site NewSite();

    /// <summary>What is served while no deployer is at work; null when nothing is.</summary>
    private protected abstract Task<Answer?> ServedAsync(Site site);

    /// <summary>False when a service that is being replaced may be down for a moment.</summary>
    private protected abstract bool MayBeDown { get; }

    [Fact]
    public Task AfterEveryChangeOfAGoodDeployment() => EveryChangeAsync(good: true);

    [Fact]
    public Task AfterEveryChangeOfADeploymentThatIsRolledBack() => EveryChangeAsync(good: false);

    [Fact]
    public Task BeforeEveryEventOfAGoodDeployment() => EveryEventAsync(good: true);

    [Fact]
    public Task BeforeEveryEventOfADeploymentThatIsRolledBack() => EveryEventAsync(good: false);

    private async Task EveryChangeAsync(bool good)
    {
        using var site = await StartedAsync();
        await EveryAsync(site, good, leastKills: 15, (n, hold, line) => Strace.KillAfterAsync(n, hold, site, line));
    }

    private async Task EveryEventAsync(bool good)
    {
        using var site = await StartedAsync();
        var events = site[".pipelines/store/tiny/events/production"];
        await EveryAsync(site, good, leastKills: 8, (n, _, line) =>
        {
            var next = Directory.EnumerateFiles(events).Count() + n;
            return Strace.KillBeforeLinkAsync(Path.Combine(events, string.Create(CultureInfo.InvariantCulture, $"{next:D10}.json")), site,
                line);
        });
    }

    private async Task<Site> StartedAsync()
    {
        var site = NewSite();
        (await CommandLine.RunAsync(Line(Build(site, good: true)), site.Path)).Ends(0);
        return site;
    }

    /// <summary>Kills at boundary 1, 2, 3 and on, until a run comes to its end. A kill that came late is tried again with more
    /// time.</summary>
    private async Task EveryAsync(Site site, bool good, int leastKills, Func<int, TimeSpan, IReadOnlyList<string>, Task<Death>> kill)
    {
        var hold = Hold;
        for (var n = 1; n < Most;)
        {
            var before = (await ServedAsync(site))!;
            var line = Line(Build(site, good));
            var death = await kill(n, hold, line);
            if (death.Unkilled is { } unkilled)
            {
                Assert.InRange(n - 1, leastKills, Most);
                await SettledAsync(site, good, before, unkilled);
                return;
            }

            await WholeAsync(site, before.Version);
            await SettledAsync(site, good, before, await CommandLine.RunAsync(line, site.Path));
            (n, hold) = death.IsExact ? (n + 1, Hold) : (n, 2 * hold);
        }

        Assert.Fail("no run comes to its end");
    }

    private string Build(Site site, bool good)
    {
        _versions++;
        return site.Build(string.Create(CultureInfo.InvariantCulture, $"v{_versions}"), "good", good ? [] : ["after-switch"]);
    }

    private string Newest => string.Create(CultureInfo.InvariantCulture, $"v{_versions}");

    private static IReadOnlyList<string> Line(string build) =>
        ["deploy", "--path", build, "--environment", "production", "--output", "json"];

    /// <summary>What is served after a kill is one release: program, files and environment belong together.</summary>
    private async Task WholeAsync(Site site, string old)
    {
        if (await ServedAsync(site) is not { } answer)
        {
            Assert.True(MayBeDown, "nothing is served after the kill");
            return;
        }

        Assert.Contains(answer.Version, new[] { old, Newest });
        Assert.Equal(answer.Version, (await File.ReadAllTextAsync(site[$"live/releases/{answer.Release}/version"])).Trim());
    }

    /// <summary>Everything is as after a run that nobody killed.</summary>
    private async Task SettledAsync(Site site, bool good, Answer before, Outcome last)
    {
        var endedBefore = !good && last.ExitCode == 3; // it was killed behind its last event: then the release is known to be at fault
        last.Ends(good ? 0 : endedBefore ? 3 : 4);

        var served = await ServedAsync(site);
        Assert.Equal(good ? Newest : before.Version, served!.Version);
        // a copy for the next release may be under way
        await Eventually.TrueAsync(() => LiveProcesses.In(site.Path).SequenceEqual([served.Pid]), "the service alone is left");
        Assert.Equal(served.Release, site.State["live"]!["release"]!.GetValue<string>());
        Assert.EndsWith(served.Release, new DirectoryInfo(site["live/current"]).LinkTarget, StringComparison.Ordinal);

        var history = await site.FoldAsync();
        var deployment = history.Deployments[endedBefore ? ^2 : ^1];
        Assert.Equal(good ? DeploymentResult.Succeeded : DeploymentResult.RolledBack, deployment.Result);
        Assert.Equal(good, deployment.Release == served.Release);
        Assert.Null(history.Unfinished);

        var lease = JsonNode.Parse(await File.ReadAllTextAsync(site[".pipelines/store/tiny/leases/production.json"]))!;
        Assert.Null(lease["holder"]);
    }
}
