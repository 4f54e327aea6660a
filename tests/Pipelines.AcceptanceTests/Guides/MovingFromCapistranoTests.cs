using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Guides;

/// <summary>docs/guides/moving-from-capistrano.md, on a host as Capistrano leaves it.</summary>
public sealed class MovingFromCapistranoTests
{
    private static readonly string[] s_releases = ["20260101120000", "20260102120000"];

    [Fact]
    public async Task ThePageMovesAHostThere()
    {
        using var directory = new TempDirectory();
        var root = directory["srv/backend"];
        var guide = await GivenAsync(directory, root);
        var (link, files) = (new FileInfo($"{root}/current").LinkTarget, Listing(root));
        var pages = new List<string>();

        foreach (var block in guide.Commands)
        {
            (await guide.RunAsync(block)).Ends(0).Says(block.Contains("adopt", StringComparison.Ordinal) ? ["current -> "] : []);
            pages.Add(await File.ReadAllTextAsync($"{root}/current/public/index.html"));
            Assert.Equal(pages[^1] == "ours", new FileInfo($"{root}/current").LinkTarget != link);
            Assert.Equal(files, Listing(root));
        }

        Assert.Equal(["cap", "cap", "ours", "cap", "ours"], pages);
        Assert.Equal("a line", await File.ReadAllTextAsync($"{root}/current/log/production.log"));
        Assert.Equal("secret", await File.ReadAllTextAsync($"{root}/current/config/database.yml"));
    }

    /// <summary>The first deployment does the same by itself.</summary>
    [Fact]
    public async Task WithoutAdoptingFirstTheWayBackIsTheSame()
    {
        using var directory = new TempDirectory();
        var root = directory["srv/backend"];
        var guide = await GivenAsync(directory, root);
        var link = new FileInfo($"{root}/current").LinkTarget;

        (await guide.RunAsync("pipelines deploy --environment production --dry-run")).Ends(0).Says("adopt what an earlier tool left");
        (await guide.RunAsync("pipelines deploy --environment production")).Ends(0).Says("was adopted from an earlier tool");
        (await guide.RunAsync("pipelines rollback --environment production --dry-run")).Ends(0).Says("empty slot main");
        (await guide.RunAsync("pipelines rollback --environment production")).Ends(0);

        Assert.Equal(link, new FileInfo($"{root}/current").LinkTarget);
        (await guide.RunAsync("pipelines releases prune")).Ends(0);
        (await guide.RunAsync("pipelines status --environment production")).Ends(0).Says("live since");
    }

    private static async Task<GuideRun> GivenAsync(TempDirectory directory, string root)
    {
        LeaveAsCapistrano(root);
        Directory.CreateDirectory(directory["project/dist/public"]);
        await File.WriteAllTextAsync(directory["project/dist/public/index.html"], "ours");
        var guide = new GuideRun("moving-from-capistrano.md", directory["project"], new Dictionary<string, string>
        {
            ["/var/lib/pipelines/backend"] = directory["store"],
            ["/srv/backend"] = root,
        });
        guide.WriteConfiguration();
        return guide;
    }

    private static void LeaveAsCapistrano(string root)
    {
        foreach (var release in s_releases)
        {
            var directory = Directory.CreateDirectory($"{root}/releases/{release}").FullName;
            Directory.CreateDirectory($"{directory}/public");
            Directory.CreateDirectory($"{directory}/config");
            File.WriteAllText($"{directory}/public/index.html", "cap");
            File.WriteAllText($"{directory}/REVISION", "c0ffee");
            File.CreateSymbolicLink($"{directory}/log", $"{root}/shared/log");
            File.CreateSymbolicLink($"{directory}/config/database.yml", $"{root}/shared/config/database.yml");
        }

        foreach (var path in new[] { "log", "public/uploads", "config" })
        {
            Directory.CreateDirectory($"{root}/shared/{path}");
        }

        Directory.CreateDirectory($"{root}/repo");
        File.WriteAllText($"{root}/revisions.log", "Branch main (at c0ffee) deployed as release 20260102120000 by ann\n");
        File.WriteAllText($"{root}/shared/log/production.log", "a line");
        File.WriteAllText($"{root}/shared/config/database.yml", "secret");
        File.CreateSymbolicLink($"{root}/current", $"{root}/releases/{s_releases[^1]}");
    }

    /// <summary>All that Capistrano left, but for the link.</summary>
    private static string Listing(string root) => string.Join('\n', s_releases.Select(release => $"{root}/releases/{release}")
        .Append($"{root}/repo").SelectMany(directory =>
            Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Prepend(directory))
        .Append($"{root}/revisions.log").Order(StringComparer.Ordinal)
        .Select(path => $"{path} {new FileInfo(path).LinkTarget} {File.GetLastWriteTimeUtc(path):O}"));
}
