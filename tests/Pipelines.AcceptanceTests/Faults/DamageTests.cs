using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Faults;

/// <summary>Files of the store that are no longer what was written: found, named, and nothing is changed.</summary>
public sealed class DamageTests
{
    [Fact]
    public async Task APackWithAChangedByte()
    {
        using var site = await LiveAsync();
        var release = await PackagedAsync(site);
        var pack = Newest(site, "packs");
        var bytes = await File.ReadAllBytesAsync(pack);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(pack, bytes);

        await RefusedAsync(site, ["--release", release], Path.GetFileName(pack));
    }

    [Fact]
    public async Task APackThatIsGone()
    {
        using var site = await LiveAsync();
        var release = await PackagedAsync(site);
        var pack = Newest(site, "packs");
        File.Delete(pack);

        await RefusedAsync(site, ["--release", release], Path.GetFileName(pack));
    }

    [Fact]
    public async Task AManifestThatIsCut()
    {
        using var site = await LiveAsync();
        var release = await PackagedAsync(site);
        await CutAsync(site[$".pipelines/store/tiny/releases/{release}/manifest"]);

        await RefusedAsync(site, ["--release", release], release);
    }

    [Fact]
    public async Task AnEventThatIsCut()
    {
        using var site = await LiveAsync();
        await CutAsync(site[".pipelines/store/tiny/events/production/0000000003.json"]);

        await RefusedAsync(site, ["--path", site.Build("v2")], "event log of tiny/production is damaged: entry 3", status: 2);
        (await site.RunAsync("history", "verify")).Ends(1).Says("entry 3");
    }

    [Fact]
    public async Task AnEventThatWasChanged()
    {
        using var site = await LiveAsync();
        var entry = site[".pipelines/store/tiny/events/production/0000000001.json"];
        await File.WriteAllTextAsync(entry, (await File.ReadAllTextAsync(entry)).Replace("manual", "queued", StringComparison.Ordinal));

        await RefusedAsync(site, ["--path", site.Build("v2")], "does not match its hash", status: 2);
    }

    [Fact]
    public async Task ALeaseThatIsCut()
    {
        using var site = await LiveAsync();
        await CutAsync(site[".pipelines/store/tiny/leases/production.json"]);

        await RefusedAsync(site, ["--path", site.Build("v2")], "leases/production.json");
    }

    [Fact]
    public async Task AHostStateThatIsCut()
    {
        using var site = await LiveAsync();
        await CutAsync(site["live/.pipelines/state.json"]);

        await RefusedAsync(site, ["--path", site.Build("v2")], "state.json");
    }

    private static async Task<Site> LiveAsync()
    {
        var site = new Site(Configs.Restart());
        (await site.DeployAsync(site.Build("v1"))).Ends(0);
        return site;
    }

    /// <summary>A release v2 in the store; its id.</summary>
    private static async Task<string> PackagedAsync(Site site)
    {
        var build = site.Build("v2");
        await File.WriteAllBytesAsync($"{build}/data", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i))]);
        return (await CommandLine.RunAsync(["package", "--path", build, "--output", "json"], site.Path)).Ends(0).Text("release");
    }

    private static string Newest(Site site, string kind) =>
        Directory.EnumerateFiles(site[$".pipelines/store/tiny/{kind}"]).MaxBy(File.GetLastWriteTimeUtc)!;

    private static async Task CutAsync(string path)
    {
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text[..(text.Length / 2)]);
    }

    private static async Task RefusedAsync(Site site, string[] what, string named, int status = 1)
    {
        var before = await site.ServedAsync();

        (await site.RunAsync(["deploy", .. what])).Ends(status).Says(named);

        Assert.Equal(before, await site.ServedAsync());
        Assert.Single(site.Services);
    }
}
