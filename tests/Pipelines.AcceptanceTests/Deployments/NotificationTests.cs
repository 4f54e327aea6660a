using System.Text;
using System.Text.Json.Nodes;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Deployments;

/// <summary>A deployment tells a Discord channel and a webhook, both played by servers of this machine.</summary>
public sealed class NotificationTests
{
    private const string Token = "t0p-s3cret-t0ken";
    private const string Notify = """
        notify: [{ discord: env:DISCORD_URL }, { webhook: file:hook-url, signing-key: env:HOOK_KEY }]
        """;

    private const string HostileReason = "CVE-1 \"quoted\" `id` $(id) @everyone \\ {\"a\":1} \u2028 ünï <b> %s\nnext line";

    [Fact]
    public async Task EveryEventArrivesAndTheAddressIsNowhere()
    {
        await using var discord = LoopbackServer.Http(_ => LoopbackServer.Reply(204));
        await using var hook = LoopbackServer.Http(_ => LoopbackServer.Reply(200));
        using var site = Site(discord, hook);
        await File.WriteAllTextAsync(site["hook-url"], $"{hook.Url}/{Token}\n");

        var said = new StringBuilder();
        async Task Deploy(string version, string mode, int status, params string[] more) =>
            said.Append((await site.DeployAsync(site.Build(version, mode), more)).Ends(status).All);

        site.Configure(
            Configs.Restart(environment: Notify,
            top: "freezes: [{ name: audit, from: 2020-01-01T00:00, until: 2999-01-01T00:00, zone: UTC }]"));
        await Deploy("v0", "good", 3);
        site.Configure(Configs.Restart(environment: Notify, deploy: "install: perl -e \"exit(-e 'no-install')\""));
        await Deploy("v1", "good", 0, "--reason", HostileReason);
        await Deploy("v2", "dies", 4);
        await File.WriteAllTextAsync($"{site.Build("v3")}/no-install", "");
        await Deploy("v3", "good", 1);

        string[] expected = ["blocked", "started", "succeeded", "started", "rolled-back", "started", "failed"];
        Assert.Equal(expected, hook.Requests.Select(request => JsonNode.Parse(request.Body)!["event"]!.GetValue<string>()));
        Assert.Equal(expected, hook.Requests.Select(request => request.Header("X-Pipelines-Event")));
        Assert.All(hook.Requests, request =>
            Assert.StartsWith("sha256=", request.Header("X-Pipelines-Signature"), StringComparison.Ordinal));
        Assert.Equal(HostileReason, JsonNode.Parse(hook.Requests[2].Body)!["reason"]!.GetValue<string>());
        Assert.Equal(expected.Length, discord.Requests.Count);
        Assert.All(discord.Requests, request => Assert.Single(JsonNode.Parse(request.Body)!["embeds"]!.AsArray()));
        Assert.All(discord.Requests, request => Assert.Empty(JsonNode.Parse(request.Body)!["allowed_mentions"]!["parse"]!.AsArray()));
        Assert.Contains("ünï", Strings(JsonNode.Parse(discord.Requests[2].Body)!), StringComparison.Ordinal);

        File.Delete(site["hook-url"]);
        said.Append((await site.RunAsync("history", "--output", "json")).All).Append((await site.RunAsync("config", "show")).All);
        Assert.DoesNotContain(Token, said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(site.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.pipelines/spare", StringComparison.Ordinal)), file => Holds(file, Token)); // it may be moved
    }

    [Fact]
    public async Task AChannelThatAsksToWaitIsAskedAgain()
    {
        await using var discord = LoopbackServer.Http(request => request.Number == 1
            ? LoopbackServer.Reply(429, """{"message":"You are being rate limited.","retry_after":0.05}""", "Retry-After: 1")
            : LoopbackServer.Reply(204));
        using var site = Site(discord, discord);
        site.Configure(Configs.Restart(environment: "notify: [{ discord: env:DISCORD_URL, on: [failed] }]"));

        (await site.RunAsync("notify", "--on", "failed", "--explanation", "the nightly job failed")).Ends(0).Says("told discord");

        Assert.Equal(2, discord.Requests.Count);
        Assert.Equal(discord.Requests[0].Body, discord.Requests[1].Body);
    }

    [Fact]
    public async Task AChannelThatIsDownIsAWarningAndKeepsItsAddress()
    {
        await using var discord = LoopbackServer.Http(_ => LoopbackServer.Reply(500, $"no such hook /{Token}"));
        using var site = Site(discord, discord);
        site.Configure(Configs.Restart(environment: "notify: [{ discord: env:DISCORD_URL, on: [succeeded] }]"));

        var deployed = (await site.DeployAsync(site.Build("v1"))).Ends(0).Says("warning");

        Assert.DoesNotContain(Token, deployed.All, StringComparison.Ordinal);
        Assert.Equal("v1", (await site.ServedAsync())!.Version);
    }

    private static Site Site(LoopbackServer discord, LoopbackServer hook) => new(Configs.Restart(environment: Notify))
    {
        Variables = [("DISCORD_URL", $"{discord.Url}/api/webhooks/1/{Token}"), ("HOOK_KEY", $"key-{Token}-{hook.Port}")],
    };

    private static string Strings(JsonNode node) => node switch
    {
        JsonObject members => string.Join('\n', members.Select(member => member.Value is null ? "" : Strings(member.Value))),
        JsonArray items => string.Join('\n', items.Select(item => item is null ? "" : Strings(item))),
        _ => node.ToString(),
    };

    private static bool Holds(string file, string text) => File.ReadAllText(file).Contains(text, StringComparison.Ordinal);
}
