using System.Diagnostics;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Stores.Files;
using Pipelines.Locks;

namespace Pipelines.Tests.Inventory;

/// <summary>The steps that look after releases, as a user calls them.</summary>
public sealed class ReleasesStepTests : IDisposable
{
    private readonly InventoryWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task TheListSaysWhatIsLiveWhereAndWhatEachKeepsAlone()
    {
        var first = await _world.DeployAsync("1", "staging");
        var second = await _world.DeployAsync("2");

        var text = await _world.EndsAsync(0, "releases", "list");
        var releases = (await _world.JsonAsync(0, "releases", "list")).GetProperty("releases").EnumerateArray().ToList();

        Assert.Matches($"{second} +commit- +[^ ]+ +2 +2.9 KiB +[^ ]+ B +production", text);
        Assert.Matches($"{first} +commit- +[^ ]+ +2 +2.9 KiB +0 B +staging", text); // the second needs its pack
        Assert.Equal([second, first], releases.Select(release => release.GetProperty("release").GetString()));
        Assert.Equal("commit-2", releases[0].GetProperty("provenance").GetProperty("commit").GetString());
    }

    [Fact]
    public async Task AReleaseIsFoundByManyNames()
    {
        var first = await _world.DeployAsync("1");
        var second = await _world.DeployAsync("2");

        foreach (var (name, id) in new[] { ("live", second), ("previous", first), ("production", second), (first, first),
            (second[..6], second) })
        {
            Assert.Contains($"release   {id}", await _world.EndsAsync(0, "releases", "show", name, "--environment", "production"),
                StringComparison.Ordinal);
        }

        Assert.Contains("--environment: is needed to determine which release is live.",
            await _world.EndsAsync(2, "releases", "show", "live"), StringComparison.Ordinal);
        Assert.Contains("\"nonsense\" is not a release.", await _world.EndsAsync(2, "releases", "show", "nonsense"),
            StringComparison.Ordinal);
        Assert.Contains("the store has no release 000000000000", await _world.EndsAsync(2, "releases", "show", "000000000000"),
            StringComparison.Ordinal);
        Assert.Contains("nothing is live in staging", await _world.EndsAsync(2, "releases", "show", "staging"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDifferenceNamesWhatWasAddedRemovedAndChanged()
    {
        _world.Write("gone", "x");
        await _world.DeployAsync("1");
        File.Delete(_world["dist/gone"]);
        _world.Write("new/file", "12345");
        await _world.DeployAsync("22");

        var text = await _world.EndsAsync(0, "releases", "diff", "--environment", "production");
        Assert.Matches("removed +1 B +gone", text);
        Assert.Matches("added +directory 0755 +new\n", text);
        Assert.Matches("added +5 B +new/file", text);
        Assert.Matches("changed +1 B -> 2 B +version", text);
        var json = await _world.JsonAsync(0, "releases", "diff", "previous", "live", "--environment", "production");
        Assert.Equal((2, 1, 1, 7),
            (json.GetProperty("added").GetInt32(), json.GetProperty("removed").GetInt32(), json.GetProperty("changed").GetInt32(),
            json.GetProperty("bytes").GetInt32()));
        Assert.Contains("0 added, 0 removed, 0 changed",
            await _world.EndsAsync(0, "releases", "diff", "live", "production", "--environment", "production"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PackagingTellsItsTotalsAndWhatEachPhaseTook()
    {
        _world.Write("version", "1");
        var first = await _world.JsonAsync(0, "package");
        var again = await _world.JsonAsync(0, "package");
        Assert.Equal((true, false), (first.GetProperty("created").GetBoolean(), again.GetProperty("created").GetBoolean()));
        Assert.Equal((first.GetProperty("files").GetInt64(), first.GetProperty("bytes").GetInt64()),
            (again.GetProperty("files").GetInt64(), again.GetProperty("reused_bytes").GetInt64()));
        Assert.InRange(first.GetProperty("sent_bytes").GetInt64(), 1, 10_000);
        Assert.Equal(0, again.GetProperty("sent_bytes").GetInt64());
        Assert.Equal(["scan", "pack", "publish"],
            first.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("phase").GetString()));
        Assert.All(first.GetProperty("phases").EnumerateArray(), phase =>
            Assert.InRange(phase.GetProperty("duration_ms").GetInt64(), 0, 60_000));
    }

    [Fact]
    public async Task VerifyingReadsEverythingAndSaysWhatIsWrongWithWhat()
    {
        var first = await _world.DeployAsync("1");
        var second = await _world.DeployAsync("2");
        Assert.Contains("2 releases, 3 files", await _world.EndsAsync(0, "releases", "verify"), StringComparison.Ordinal);

        var pack = Directory.EnumerateFiles(_world[".pipelines/store/backend/packs"]).OrderBy(File.GetCreationTimeUtc).First();
        var bytes = await File.ReadAllBytesAsync(pack);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes);
        var damage = Assert.Single((await _world.JsonAsync(1, "releases", "verify")).GetProperty("damage").EnumerateArray());
        Assert.Equal($"backend/packs/{Path.GetFileName(pack)}", damage.GetProperty("object").GetString());

        File.Delete(pack);
        File.Delete(_world[$".pipelines/store/backend/releases/{second}/locations.json"]);
        var text = await _world.EndsAsync(1, "releases", "verify");
        Assert.Matches($@"backend/packs/{Path.GetFileName(pack)} +it is missing\.", text);
        Assert.Matches($@"backend/releases/{second}/locations\.json +it is missing\. +{second}\n", text);
        await _world.EndsAsync(1, "releases", "verify", first);
    }

    [Theory]
    [InlineData("")]
    [InlineData("state: file:records")]
    public async Task PruningKeepsWhatIsNeededWhateverTheNumber(string state)
    {
        _world.Top(state);
        var old = await _world.DeployAsync("0");
        var onStaging = await _world.DeployAsync("1", "staging");
        var previous = await _world.DeployAsync("2");
        var live = await _world.DeployAsync("3");
        _world.Write("version", "4");
        await _world.EndsAsync(0, "package");

        var plan = await _world.EndsAsync(0, "releases", "prune", "--keep", "1", "--dry-run");
        Assert.Contains("1 release would be removed, 4 kept", plan, StringComparison.Ordinal);
        Assert.Equal(5, (await _world.ReleasesAsync()).Count);

        var text = await _world.EndsAsync(0, "releases", "prune", "--keep", "1");
        Assert.Matches($"{old} .* removed +nothing needs it", text);
        Assert.Matches($"{onStaging} .* kept +live in staging", text);
        Assert.Matches($"{previous} .* kept +needed for a rollback in production", text);
        Assert.Matches($"{live} .* kept +live in production", text);
        Assert.Equal(4, (await _world.ReleasesAsync()).Count);
        await _world.EndsAsync(0, "releases", "verify");
        await _world.EndsAsync(0, "rollback", "--environment", "production");
    }

    [Fact]
    public async Task WhatAHostServesStaysThoughNoLogSaysSo()
    {
        var first = await _world.DeployAsync("1");
        Directory.Delete(_world[".pipelines/store/backend/events"], recursive: true);
        await _world.DeployAsync("2", "staging");
        Assert.Matches($"{first} .* kept +served by local of production", await _world.EndsAsync(0, "releases", "prune", "--keep", "1"));
    }

    [Fact]
    public async Task OnlyOnePruneRuns()
    {
        await _world.DeployAsync("1");
        var store = new FileStore(_world[".pipelines/store"], _world.Run.Clock);
        await using var held = await new LeaseRegistry(store, "backend", ".prune", new HolderProbe(), _world.Run.Clock)
            .TakeAsync("prune", TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.Contains("another prune of backend is in progress", await _world.EndsAsync(11, "releases", "prune"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchingGivesTheTree()
    {
        await _world.DeployAsync("1");
        await _world.EndsAsync(0, "releases", "fetch", "production", "--to", _world["fetched"]);
        Assert.Equal("1", await File.ReadAllTextAsync(_world["fetched/version"]));
        Assert.Contains("Choose a new or empty directory.",
            await _world.EndsAsync(1, "releases", "fetch", "production", "--to", _world["fetched"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r.tar.zst", "tar", "--zstd -xf")]
    [InlineData("r.tar.gz", "tar", "-xzf")]
    [InlineData("r.zip", "python3", "-m zipfile -e")]
    public async Task AnExportIsReadByOtherProgramsAndIsTheSameTwice(string name, string program, string arguments)
    {
        _world.Write("bin/tool", "#!/bin/sh\n");
        File.SetUnixFileMode(_world["dist/bin/tool"], (UnixFileMode)0x1ED);
        File.CreateSymbolicLink(_world["dist/link"], "bin/tool");
        await _world.DeployAsync("1");

        await _world.EndsAsync(0, "releases", "export", "production", "--to", _world[name]);
        await _world.EndsAsync(0, "releases", "export", "production", "--to", _world[$"again-{name}"]);
        Assert.Equal(await File.ReadAllBytesAsync(_world[name]), await File.ReadAllBytesAsync(_world[$"again-{name}"]));

        Directory.CreateDirectory(_world["out"]);
        using var other =
            Process.Start(
                new ProcessStartInfo(program,
                [.. arguments.Split(' '), _world[name], .. program == "tar" ? ["-C", _world["out"]] : new[] { _world["out"] }]))!;
        await other.WaitForExitAsync();
        Assert.Equal(0, other.ExitCode);
        Assert.Equal("1", await File.ReadAllTextAsync(_world["out/version"]));
        Assert.Equal("#!/bin/sh\n", await File.ReadAllTextAsync(_world["out/bin/tool"]));
        // nothing else is left beside them
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_world[""]).Count(path => path.Contains(name, StringComparison.Ordinal)));
        if (program == "tar")
        {
            Assert.Equal("bin/tool", new FileInfo(_world["out/link"]).LinkTarget);
            Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(_world["out/bin/tool"]));
        }
    }

    [Fact]
    public async Task AnExportSaysItsFormatByItsName() =>
        Assert.Contains("does not indicate a format", await _world.EndsAsync(2, "releases", "export", "live", "--to", "x.rar"),
            StringComparison.Ordinal);
}
