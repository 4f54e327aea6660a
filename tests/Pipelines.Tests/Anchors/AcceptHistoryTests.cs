using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Pipelines.Releases.Trees;
using Pipelines.Tests.Inventory;

namespace Pipelines.Tests.Anchors;

/// <summary>Evidence has an end, through the program: a deployment or rollback over a log that is not what it was stops, and goes on
/// where a person says so.</summary>
public sealed class AcceptHistoryTests : IDisposable
{
    private const string Why = "INC-4711 the disk of the store was restored";
    private readonly InventoryWorld _world = new();

    private string Events => _world[".pipelines/store/backend/events/production"];

    private IReadOnlyList<string> Files => Directory.Exists(Events) ? [.. Directory.GetFiles(Events).Order(StringComparer.Ordinal)] : [];

    public void Dispose() => _world.Dispose();

    [Theory] // what is done to the log -> what is said
    [InlineData("cut", "the event log does not contain event ")]
    [InlineData("rewritten", "the event log does not contain event ")]
    [InlineData("changed", "does not match its hash")]
    [InlineData("changed under a page", "is not what its copy in a page says")]
    [InlineData("missing", "is missing")]
    [InlineData("swapped", "does not match its hash")]
    [InlineData("garbage", "is not readable")]
    [InlineData("gone", "this host belongs to backend/production in ")]
    [InlineData("older", "the event log does not contain event ")]
    [InlineData("of staging", "this host belongs to backend/production in ")]
    public async Task NothingIsDoneOverALogThatIsNotWhatItWasUnlessAPersonSaysSo(string damage, string said)
    {
        await _world.DeployAsync("1");
        await _world.DeployAsync("2");
        await _world.DeployAsync("1", "staging");
        await _world.DeployAsync("2", "staging");
        Copy(_world[".pipelines/store/backend"], _world["older"]);
        var third = await _world.DeployAsync("3");
        Assert.Contains("; 1 host agrees.", await VerifyAsync(0), StringComparison.Ordinal);
        Damage(damage);
        var before = Files.Count;

        await VerifyAsync(1);
        _world.Write("version", "4");
        Assert.Contains(said, await _world.EndsAsync(2, "deploy", "--environment", "production"), StringComparison.Ordinal);
        Assert.Contains("--accept-history REASON", _world.Run.Error, StringComparison.Ordinal);
        await _world.EndsAsync(2, "rollback", "--environment", "production");
        Assert.Equal((before, third), (Files.Count, Live()));
        await _world.EndsAsync(2, "deploy", "--environment", "production", "--accept-history", "short");

        await _world.EndsAsync(0, "deploy", "--environment", "production", "--accept-history", Why);
        Assert.Equal("4", await File.ReadAllTextAsync(_world["live/production/current/version"]));
        var accepted = Assert.Single(Files, file => File.ReadAllText(file).Contains("history-accepted", StringComparison.Ordinal));
        Assert.Contains(Why, await File.ReadAllTextAsync(accepted), StringComparison.Ordinal);
        Assert.Matches("the event log |this host belongs to ", await File.ReadAllTextAsync(accepted));
        await VerifyAsync(0);
        await _world.DeployAsync("5");
        await _world.EndsAsync(0, "rollback", "--environment", "production");
        await _world.EndsAsync(0, "deploy", "--environment", "production", "--again", "--accept-history", Why);
        Assert.Contains("there is nothing to accept", _world.Run.Error + _world.Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsReplacedIsKeptAsideAndTheOtherEventsStay()
    {
        await _world.DeployAsync("1");
        var second = await _world.DeployAsync("2");
        var original = await File.ReadAllTextAsync(Files[3]);
        await File.WriteAllTextAsync(Files[3], original.Replace("staged", "stated", StringComparison.Ordinal));
        File.Delete(Files[5]);

        await _world.EndsAsync(0, "recover", "--environment", "production", "--accept-history", Why);

        Assert.Contains(second, await _world.EndsAsync(0, "status", "--environment", "production"), StringComparison.Ordinal);
        Assert.Single(Files, file => File.ReadAllText(file).Contains("\\u0022lost\\u0022", StringComparison.Ordinal));
        Assert.NotEmpty(Directory.GetFiles(_world[".pipelines/store/backend/damaged/production"]));
    }

    [Fact]
    public async Task AnAnchorFileIsComparedAndMovedOnWhenAllIsSound()
    {
        await _world.DeployAsync("1");
        await VerifyAsync(0, "--anchor", _world["anchor.json"]);
        var first = JsonNode.Parse(await File.ReadAllTextAsync(_world["anchor.json"]))!["sequence"]!.GetValue<int>();
        await _world.DeployAsync("2");
        await VerifyAsync(0, "--anchor", _world["anchor.json"]);
        Assert.True(JsonNode.Parse(await File.ReadAllTextAsync(_world["anchor.json"]))!["sequence"]!.GetValue<int>() > first);
        File.Delete(Files[^1]);
        File.Delete(_world["live/production/.pipelines/state.json"]); // nobody but the file knows
        var noted = await File.ReadAllTextAsync(_world["anchor.json"]);

        Assert.Contains("anchor.json: the event log does not contain event ", await VerifyAsync(1, "--anchor", _world["anchor.json"]),
            StringComparison.Ordinal);
        Assert.Equal(noted, await File.ReadAllTextAsync(_world["anchor.json"]));
        await File.WriteAllTextAsync(_world["anchor.json"], "<html>");
        await VerifyAsync(2, "--anchor", _world["anchor.json"]);
    }

    [Fact]
    public async Task ASignedHeadIsFoundMissingAlsoWhereHostsKnowNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _world.Run.Variables["KEY"] = key.ExportECPrivateKeyPem();
        await File.WriteAllTextAsync(_world["release.pub"], key.ExportSubjectPublicKeyInfoPem());
        _world.Top("signing: { key: env:KEY, trust: [release.pub] }");
        await _world.DeployAsync("1");
        await _world.DeployAsync("2");
        var checkpoint = _world[".pipelines/store/backend/checkpoints/production.json"];
        Assert.True(File.Exists(checkpoint));
        File.Delete(_world["live/production/.pipelines/state.json"]);
        File.Delete(Files[^1]);

        Assert.Contains("checkpoints/production.json in ", await VerifyAsync(1), StringComparison.Ordinal);
        await _world.EndsAsync(2, "deploy", "--environment", "production", "--again");
        await File.WriteAllTextAsync(checkpoint,
            (await File.ReadAllTextAsync(checkpoint)).Replace("keyid", "other", StringComparison.Ordinal));
        Assert.Contains("that a key of signing.trust has signed",
            await _world.EndsAsync(2, "deploy", "--environment", "production", "--again"),
            StringComparison.Ordinal);
        await _world.EndsAsync(0, "deploy", "--environment", "production", "--again", "--accept-history", Why);
        await VerifyAsync(0);
    }

    private Task<string> VerifyAsync(int expected, params string[] more) =>
        _world.EndsAsync(expected, ["history", "verify", "--environment", "production", .. more]);

    private string Live() => Path.GetFileName(new DirectoryInfo(_world["live/production/current"]).LinkTarget!);

    private void Damage(string damage)
    {
        var files = Files;
        switch (damage)
        {
            case "cut":
                File.Delete(files[^1]);
                break;
            case "changed":
                Directory.Delete(_world[".pipelines/store/backend/pages"], recursive: true);
                Replace(files[3]);
                break;
            case "changed under a page":
                Replace(files[3]);
                break;
            case "missing":
                File.Delete(files[^3]);
                break;
            case "swapped":
                var last = File.ReadAllBytes(files[^1]);
                File.Copy(files[^2], files[^1], overwrite: true);
                File.WriteAllBytes(files[^2], last);
                break;
            case "garbage":
                File.WriteAllText(files[^2], "<html>");
                break;
            case "gone":
                ReleaseTree.Delete(Events);
                break;
            case "older":
                ReleaseTree.Delete(_world[".pipelines/store/backend"]);
                Copy(_world["older"], _world[".pipelines/store/backend"]);
                break;
            case "rewritten":
                Rewrite(files, files.Count - 4);
                break;
            default:
                ReleaseTree.Delete(Events);
                ReleaseTree.Delete(_world[".pipelines/store/backend/pages"]);
                Copy(_world[".pipelines/store/backend/events/staging"], Events);
                break;
        }
    }

    private static void Replace(string file) => File.WriteAllText(file,
        File.ReadAllText(file).Replace(":0", ":1", StringComparison.Ordinal).Replace("20", "21", StringComparison.Ordinal));

    /// <summary>All entries from one on at another time, with right hashes.</summary>
    private static void Rewrite(IReadOnlyList<string> files, int from)
    {
        for (var i = from; i < files.Count; i++)
        {
            var previous = (string)JsonNode.Parse(File.ReadAllText(files[i - 1]))!["hash"]!;
            var body = JsonNode.Parse((string)JsonNode.Parse(File.ReadAllText(files[i]))!["body"]!)!;
            (body["previous"], body["at"]) = (previous, "2031-01-01T00:00:00+00:00");
            var text = body.ToJsonString();
            var hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(previous + text)));
            File.WriteAllText(files[i], new JsonObject { ["body"] = text, ["hash"] = hash }.ToJsonString());
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
