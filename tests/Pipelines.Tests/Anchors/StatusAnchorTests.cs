using System.Text.Json.Nodes;
using Pipelines.Tests.Cli;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Anchors;

/// <summary>The end of the log is noted in a status of a commit, on both platforms, and compared with at the next run.</summary>
public sealed class StatusAnchorTests : PlatformTests
{
    private const string Commit = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    private const string Name = "pipelines/backend/production";
    private readonly List<string> _statuses = [];

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public async Task ALogThatLostItsEndIsFound(string platform)
    {
        await StartAsync(platform);
        Assert.Equal(0, await VerifyAsync());
        await DeployAsync("2");
        Assert.Equal(0, await VerifyAsync());
        Assert.Equal(2, _statuses.Distinct().Count());
        var events = Folder[".pipelines/store/backend/events/production"];
        File.Delete(Directory.GetFiles(events).Max(StringComparer.Ordinal)!);
        File.Delete(Folder["live/.pipelines/state.json"]); // nobody but the status knows

        Assert.Equal(1, await VerifyAsync());

        Assert.Contains("the event log does not contain event ", Run.Output + Run.Error, StringComparison.Ordinal);
        Assert.Equal(2, _statuses.Count);
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    public async Task AStatusOfSomebodyElseIsAClearError(string platform)
    {
        await StartAsync(platform);
        _statuses.Add("all is well\nevent 1: 00");

        Assert.Equal(2, await VerifyAsync());

        Assert.Contains("is not one that history verify wrote: all is well", Run.Error, StringComparison.Ordinal);
        Assert.Single(_statuses);
    }

    [Fact]
    public async Task ItIsAWholeHash()
    {
        await StartAsync("github");

        Assert.Equal(2, await VerifyAsync("main"));

        Assert.Contains("main is not a commit. Give its full SHA.", Run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.Asked, line => line.Contains("status", StringComparison.Ordinal));
    }

    private async Task StartAsync(string platform)
    {
        On(platform, ApiServer.Token);
        await WriteAsync("""
            app: backend
            package: { path: dist }
            environments: { production: { hosts: ["local:"], deploy: { root: live } } }
            """);
        var (read, write, name, state) = platform == "github"
            ? ($"/repos/acme/app/commits/{Commit}/status?per_page=100", $"/repos/acme/app/statuses/{Commit}", "context", "state")
            : ($"/api/v4/projects/7/repository/commits/{Commit}/statuses?name={Uri.EscapeDataString(Name)}",
                $"/api/v4/projects/7/statuses/{Commit}", "name", "status");
        Server.On($"GET {read}", _ => ApiServer.Reply(200, Answer(platform, name, state)));
        Server.On($"POST {write}", request =>
        {
            var body = JsonNode.Parse(request.Body)!;
            Assert.Equal(("success", Name), (body["state"]!.GetValue<string>(), body[name]!.GetValue<string>()));
            _statuses.Insert(0, body["description"]!.GetValue<string>());
            return ApiServer.Reply(201, "{}");
        });
        await DeployAsync("1");
    }

    private string Answer(string platform, string name, string state)
    {
        var list = new JsonArray([.. _statuses.Select(text =>
            new JsonObject { [name] = Name, [state] = "success", ["description"] = text })]);
        list.Insert(0, new JsonObject { [name] = "another", [state] = "failed" });
        return platform == "github" ? new JsonObject { ["statuses"] = list }.ToJsonString() : list.ToJsonString();
    }

    private async Task DeployAsync(string version)
    {
        Directory.CreateDirectory(Folder["dist"]);
        await File.WriteAllTextAsync(Folder["dist/version"], version);
        Assert.True(await Run.RunAsync(["deploy", "--environment", "production", "--commit", "c0ffee"]) == 0, Run.Output + Run.Error);
    }

    private Task<int> VerifyAsync(string commit = Commit) =>
        Run.RunAsync(["history", "verify", "--environment", "production", "--anchor", $"status:{commit}"]);
}
