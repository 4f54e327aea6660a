using System.Security.Cryptography;
using System.Text.Json;

namespace Pipelines.Tests.Queue;

/// <summary>Overrides through the program: what they name, who may, what is left behind.</summary>
public sealed class OverrideTests : IDisposable
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Frozen =
        "freezes: [{ name: move, from: 2026-03-14T00:00, until: 2026-03-17T00:00, zone: UTC }, { name: audit, hard: true, from: "
            + "2026-03-18T00:00, until: 2026-03-19T00:00, zone: UTC }]";
    private const string Why = "INC-4711 login is down";

    private QueueWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task ABlockedGateTellsWhatAnOverrideWouldHaveToName()
    {
        Use("override: { may: ['freeze:*', window] }", Frozen);

        Assert.Equal(0, await _world.AskAsync("gate", "--event", "push"));

        Assert.Equal("freeze:move,window", _world.Json("blocked_by").GetString());
    }

    [Theory] // policy, what is named, reason -> status, what is said
    [InlineData("may: ['freeze:*', window]", "freeze:move,window", Why, 0, "is live in production")]
    [InlineData("may: ['freeze:*', window]", "freeze:move", Why, 3, "outside")]
    [InlineData("may: ['freeze:*', window]", "freeze:move,window", "short", 3, "a reason of at least 10 characters")]
    [InlineData("may: ['freeze:*', window]", "freeze:move,window", null, 3, "a reason of at least 10 characters")]
    [InlineData("may: ['freeze:*', window], ticket: '^OPS-[0-9]+$'", "freeze:move,window", Why, 3,
        "expected a ticket that matches ^OPS-[0-9]+$")]
    [InlineData("may: [window]", "freeze:move,window", Why, 3, "freeze:move is not among override.may")]
    [InlineData("reason-length: 10", "freeze:move,window", Why, 3, "freeze:move is not among override.may")]
    [InlineData("may: ['freeze:*', window]", "freeze:mov,window", Why, 2, "Did you mean freeze:move?")]
    [InlineData("may: ['freeze:*', window], roles: [admin]", "freeze:move,window", Why, 3,
        "the permissions of ann could not be determined")]
    [InlineData("may: ['freeze:*', window], actors: [bob]", "freeze:move,window", Why, 3, "ann is not among those who may: bob")]
    [InlineData("may: ['freeze:*', window], actors: [Ann]", "freeze:move,window", Why, 0, "is live in production")]
    public async Task TheExactRulesAreNamedAndThePolicyKept(string policy, string names, string? reason, int status, string said)
    {
        Use($"override: {{ {policy} }}", Frozen);

        Assert.Equal(status,
            await DeployAsync("v1", ["--override", names, .. reason is null ? Array.Empty<string>() : ["--reason", reason]]));

        Assert.Contains(said, JsonDecoded(), StringComparison.Ordinal);
        Assert.Equal(status == 0 ? "v1" : null, _world.Live);
    }

    [Theory] // what started it, who, what is asked for -> status; without override: in the file
    [InlineData("workflow_dispatch", "ann", "--override window", 0)]
    [InlineData("workflow_dispatch", "ann", "", 0)] // a reason is enough
    [InlineData("workflow_dispatch", "ann", "--emergency", 0)]
    [InlineData("push", "ann", "--override window", 3)]
    [InlineData("workflow_run", "ann", "--override window,ci-conclusion", 3)]
    [InlineData("schedule", "ann", "--override window", 3)]
    [InlineData("repository_dispatch", "ann", "--override window", 3)]
    [InlineData("push", "ann", "--override window --event workflow_dispatch", 3)] // whatever they name
    [InlineData("push", "ann", "--event workflow_dispatch", 3)]
    [InlineData("schedule", "ann", "--event local --emergency", 3)]
    [InlineData("workflow_dispatch", "ann", "--override window --event push", 3)]
    [InlineData("workflow_dispatch", "dependabot[bot]", "--override window", 3)]
    [InlineData("workflow_dispatch", "github-actions[bot]", "", 3)]
    [InlineData("workflow_dispatch", "github-actions[bot]", "--emergency", 3)]
    public async Task TheDefaultIsForAPersonWhoStartsByHand(string trigger, string actor, string options, int status)
    {
        _world.Run.Variables["GITHUB_ACTIONS"] = "true";
        _world.Run.Variables["GITHUB_EVENT_NAME"] = trigger;
        _world.Run.Variables["GITHUB_TRIGGERING_ACTOR"] = actor;
        string[] named = options.Contains("--event", StringComparison.Ordinal) ? [] : ["--event", trigger];
        string[] words = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. named, "--commit", Commit, "--reason", Why];

        Assert.Equal(status, await _world.DeployAsync("v1", words));
        Assert.True(status == 0
            || JsonDecoded().Contains("the default override is for a person who starts the run manually", StringComparison.Ordinal));
        Assert.Equal(status == 0 ? "v1" : null, _world.Live);
    }

    [Theory]
    [InlineData("push")]
    [InlineData("schedule")]
    public async Task TheFileMayLetAMachineDoIt(string trigger)
    {
        Use("override: { may: [window] }");

        Assert.Equal(0, await _world.DeployAsync("v1", "--event", trigger, "--override", "window", "--reason", Why));

        Assert.Equal("v1", _world.Live);
    }

    [Fact]
    public async Task NoOverrideOpensAHardFreeze()
    {
        Use("override: { may: ['*'] }", Frozen);
        _world.Now = "2026-03-18T10:00:00Z";

        Assert.Equal(3, await DeployAsync("v1", "--override", "freeze:audit", "--reason", Why));
        Assert.Contains("audit", JsonDecoded(), StringComparison.Ordinal);
        Assert.Equal(0, await _world.AskAsync("history", "--limit", "1"));
        Assert.Null(_world.Live);
    }

    [Fact]
    public async Task ARequirementCanBeOverriddenByItsName()
    {
        Use("requires: { cooldown: 7d }\n    override: { may: [cooldown] }");
        _world.Now = "2026-03-16T10:00:00Z";
        Assert.Equal(0, await DeployAsync("v1"));
        Assert.Equal(3, await DeployAsync("v2"));

        Assert.Equal(0, await DeployAsync("v2", "--override", "cooldown", "--reason", Why));

        Assert.Equal("v2", _world.Live);
    }

    [Fact]
    public async Task AnEmergencyAndAReasonAreOverridesToo()
    {
        Use("override: { actors: [bob] }");

        Assert.Equal(3, await _world.DeployAsync("v1", "--event", "local", "--reason", Why));
        Assert.Equal(3, await _world.DeployAsync("v1", "--event", "local", "--emergency", "--reason", Why));
        _world.Run.Variables["USER"] = "bob";
        Assert.Equal(0, await _world.DeployAsync("v1", "--event", "local", "--reason", Why, "--actor", "someone-else"));

        Assert.Equal(("window", "bob", "v1"),
            (Overrides()[0].GetProperty("names")[0].GetString(), Overrides()[0].GetProperty("actor").GetString(), _world.Live));
    }

    [Fact]
    public async Task WithASecondPersonOneGrantsAndAnotherDeploys()
    {
        UseKeys("may: ['freeze:*', window], actors: [ann, bob], second-person: true");
        Assert.Equal(3, await DeployAsync("v1", "--override", "freeze:move,window", "--reason", Why));
        Assert.Contains("it needs a second person", JsonDecoded(), StringComparison.Ordinal);
        var token = await GrantAsync("bob");

        _world.Run.Variables["USER"] = "bob";
        Assert.Equal(3, await DeployAsync("v1", "--override-token", token));
        Assert.Contains("by two different people", JsonDecoded(), StringComparison.Ordinal);
        _world.Run.Variables["USER"] = "ann";
        Assert.Equal(0, await DeployAsync("v1", "--override-token", token));

        Assert.Equal("v1", _world.Live);
        Assert.Equal(("ann", "bob", token),
            (Text(Overrides()[0], "actor"), Text(Overrides()[0], "granted_by"), Text(Overrides()[0], "token")));
    }

    [Fact]
    public async Task ATokenIsUsedOnce()
    {
        UseKeys("may: ['freeze:*', window], actors: [bob]");
        var token = await GrantAsync("bob");
        Assert.Equal(0, await DeployAsync("v1", "--override-token", token));

        Assert.Equal(3, await DeployAsync("v2", "--override-token", token));

        Assert.Contains("was used by deployment", JsonDecoded(), StringComparison.Ordinal);
        Assert.Equal("v1", _world.Live);
    }

    /// <summary>Whoever can write the store can put back a log in which the token was not used yet; the host remembers.</summary>
    [Fact]
    public async Task ATokenIsNotUsedAgainOverAnOlderLogThatWasPutBack()
    {
        UseKeys("may: ['freeze:*', window], actors: [bob]");
        var (first, second) = (await GrantAsync("bob"), await GrantAsync("bob"));
        Assert.Equal(0, await DeployAsync("v1", "--override-token", first));
        var events = _world[".pipelines/store/tiny/events/production"];
        var before = Directory.GetFiles(events).ToHashSet();
        Assert.Equal(0, await DeployAsync("v2", "--override-token", second));
        foreach (var file in Directory.GetFiles(events).Except(before))
        {
            File.Delete(file);
        }

        Assert.Equal(2, await DeployAsync("v3", "--override-token", second));

        Assert.Contains("the event log does not contain event", JsonDecoded(), StringComparison.Ordinal);
        Assert.Equal("v2", _world.Live);
    }

    [Theory]
    [InlineData("late", "the token expired at")]
    [InlineData("other commit", "the token is for commit")]
    [InlineData("altered", "it is not signed by a key of override.trust")]
    [InlineData("forged", "it is not signed by a key of override.trust")]
    [InlineData("renamed", "there is no token")]
    [InlineData("unknown", "there is no token")]
    [InlineData("path", "there is no token")]
    [InlineData("more", "the token does not cover all of these")]
    public async Task ATokenThatIsNotRightIsRefused(string how, string said)
    {
        UseKeys("may: ['freeze:*', window], actors: [bob]");
        var token = await GrantAsync("bob", names: how == "more" ? "freeze:move" : "freeze:move,window");
        var (file, commit) = (_world[$".pipelines/store/tiny/overrides/production/{token}.json"], Commit);
        switch (how)
        {
            case "late":
                _world.Now = "2026-03-15T04:00:00Z";
                break;
            case "other commit":
                commit = Commit.Replace('a', 'b');
                break;
            case "altered":
                var text = await File.ReadAllTextAsync(file);
                var payload = JsonDocument.Parse(text).RootElement.GetProperty("payload").GetString()!;
                var changed = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(payload))
                    .Replace("2026-03-15T03", "2027-03-15T03", StringComparison.Ordinal);
                await File.WriteAllTextAsync(file,
                    text.Replace(payload, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(changed)), StringComparison.Ordinal));
                break;
            case "forged":
                NewKey();
                token = await GrantAsync("bob");
                await File.WriteAllTextAsync(_world["override.pub"], OtherKey());
                break;
            case "renamed":
                File.Move(file, file.Replace(token, new string('0', 32), StringComparison.Ordinal));
                token = new string('0', 32);
                break;
            case "path":
                token = "../../../../etc/passwd";
                break;
            case "unknown":
                token = new string('f', 32);
                break;
        }

        Assert.Equal(3,
            await DeployAsync("v1", commit, how == "more"
            ? ["--override-token", token, "--override", "freeze:move,window"] : ["--override-token", token]));

        Assert.Contains(how == "renamed" ? "not signed by a key" : said, JsonDecoded(), StringComparison.Ordinal);
        Assert.Null(_world.Live);
    }

    [Fact]
    public async Task OnlyThoseWhoMayGrant()
    {
        UseKeys("may: [window], actors: [bob]");

        _world.Run.Variables["USER"] = "ann";
        Assert.Equal(3, await _world.AskAsync("override", "grant", "--override", "freeze:move", "--reason", "short", "--commit", Commit));

        Assert.Contains(
            "freeze:move is not among override.may; expected a reason of at least 10 characters; ann is not among those who may: bob",
            JsonDecoded(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingIsDeployedUntilASecondPersonHasLooked()
    {
        Use("override: { review: 24h }");
        Assert.Equal(0, await _world.DeployAsync("v1", "--event", "local", "--reason", Why));
        var id = _world.Json("deployment_id").GetString()!;
        _world.Now = "2026-03-16T01:00:00Z";
        Assert.Equal(0, await _world.DeployAsync("v2", "--event", "local", "--reason", Why)); // a day is not over yet

        _world.Now = "2026-03-16T10:00:00Z";
        Assert.Equal(3, await DeployAsync("v3"));
        Assert.Contains($"no second person has reviewed it within 1d: `pipelines override review --deployment {id}`", JsonDecoded(),
            StringComparison.Ordinal);
        Assert.Equal(0, await _world.AskAsync("rollback"));
        Assert.Equal("v1", _world.Live);

        Assert.Equal(3, await _world.AskAsync("override", "review", "--deployment", id));
        Assert.Contains("ann took part in it", JsonDecoded(), StringComparison.Ordinal);
        _world.Run.Variables["USER"] = "bob";
        Assert.Equal(0, await _world.AskAsync("override", "review", "--deployment", id, "--note", "was right"));
        Assert.Equal(0, await DeployAsync("v3"));

        Assert.Equal("v3", _world.Live);
        Assert.Equal(
            ["v1:succeeded", "v2:succeeded", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:blocked", "v1:succeeded",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:succeeded"], (await _world.HistoryAsync()).Split(' '));
    }

    [Fact]
    public async Task TheScheduledWorkerRemindsOnce()
    {
        Use("override: { review: 1h }");
        Assert.Equal(0, await _world.DeployAsync("v1", "--event", "local", "--reason", Why));
        _world.Now = "2026-03-15T05:00:00Z";

        Assert.Equal(0, await _world.AskAsync("queue", "run"));
        Assert.Equal(0, await _world.AskAsync("queue", "run"));

        Assert.Equal(0, await _world.AskAsync("history"));
        Assert.Single(_world.Json("deployments")[0].GetProperty("events").EnumerateArray(), one =>
            one.GetProperty("event").GetString() == "reminded");
        Assert.Equal("succeeded", _world.Json("deployments")[0].GetProperty("result").GetString());
    }

    private void Use(string environment, string top = "")
    {
        _world.Dispose();
        _world = new QueueWorld(environment, top);
        _world.Run.Variables["USER"] = "ann";
    }

    private void UseKeys(string policy)
    {
        Use($"override: {{ {policy}, key: env:OVERRIDE_KEY, trust: [override.pub] }}", Frozen);
        NewKey();
    }

    private void NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _world.Run.Variables["OVERRIDE_KEY"] = key.ExportECPrivateKeyPem();
        File.WriteAllText(_world["override.pub"], key.ExportSubjectPublicKeyInfoPem());
    }

    private static string OtherKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private async Task<string> GrantAsync(string who, string names = "freeze:move,window")
    {
        _world.Run.Variables["USER"] = who;
        Assert.Equal(0,
            await _world.AskAsync("override", "grant", "--override", names, "--reason", Why, "--commit", Commit, "--for", "1h"));
        var token = _world.Json("override_token").GetString()!;
        _world.Run.Variables["USER"] = "ann";
        return token;
    }

    private Task<int> DeployAsync(string version, params string[] more) => DeployAsync(version, Commit, more);

    private Task<int> DeployAsync(string version, string commit, string[] more) =>
        _world.DeployAsync(version, ["--commit", commit, .. more]);

    private JsonElement[] Overrides()
    {
        Assert.Equal(0, _world.AskAsync("override", "list").GetAwaiter().GetResult());
        return [.. _world.Json("overrides").EnumerateArray()];
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    /// <summary>All that was said, without the escapes of JSON.</summary>
    private string JsonDecoded() =>
        System.Text.RegularExpressions.Regex.Unescape(_world.Run.Output.Replace("\\\"", "\"", StringComparison.Ordinal)) + _world.Run.Error;
}
