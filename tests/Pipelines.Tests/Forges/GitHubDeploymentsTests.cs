using System.Text.Json.Nodes;
using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Forges;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Forges;

public sealed class GitHubDeploymentsTests : IAsyncDisposable
{
    private const string Commit = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Deployments = "/repos/acme/app/deployments";
    private readonly ApiServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ADeploymentThatBeginsMergesNothingAndDemandsNoChecks()
    {
        Earlier("[]", commit: Commit);
        _server.On($"POST {Deployments}", """{"id":42}""", 201).On($"POST {Deployments}/42/statuses", "{}", 201);

        Assert.Equal("42", await Page().OpenAsync(Entry(PageState.InProgress), CancellationToken.None));

        Json($$"""
            {"ref":"{{Commit}}","task":"deploy","auto_merge":false,"required_contexts":[],"environment":"prod/eu","description":"deployed","payload":{"pipelines_deployment":"d1"} }
            """, _server.Requests[1].Body);
        Json("""{"state":"in_progress","description":"deployed","auto_inactive":false,"log_url":"https://g/acme/app/actions/runs/7","environment_url":"https://eu.example.test"}""", _server.Requests[2].Body);
    }

    [Theory]
    [InlineData("https://github.com/acme/app/actions/runs/7/job/1", null)]
    [InlineData("https://github.com/acme/app/actions/runs/77/job/1", "42")] // another run
    [InlineData("https://github.com/acme/app/actions/runs/7", "42")] // ours, made by a step of this run
    public async Task AJobWithAnEnvironmentHasOneAlready(string log, string? id)
    {
        Earlier("""[{"id":5}]""", commit: Commit);
        _server.On($"GET {Deployments}/5/statuses?per_page=10", $$"""[{"state":"in_progress","log_url":"{{log}}"}]""")
            .On($"POST {Deployments}", """{"id":42}""", 201).On($"POST {Deployments}/42/statuses", "{}", 201);

        Assert.Equal(id, await Page().OpenAsync(Entry(PageState.InProgress), CancellationToken.None));
    }

    [Fact]
    public async Task ASuccessMakesEarlierOnesInactive()
    {
        Earlier("""[{"id":50},{"id":42},{"id":41},{"id":40,"payload":""},{"id":39,"payload":{"pipelines_deployment":"d0"}},{"id":38,"payload":{}}]""");
        foreach (var (id, state) in new[] { (41, "success"), (40, "failure"), (39, "in_progress"), (38, "in_progress") })
        {
            _server.On($"GET {Deployments}/{id}/statuses?per_page=10", $$"""[{"state":"{{state}}"},{"state":"success"}]""");
        }

        _server.On($"POST {Deployments}/42/statuses", "{}", 201).On($"POST {Deployments}/41/statuses", "{}", 201)
            .On($"POST {Deployments}/39/statuses", "{}", 201);

        await Page().CloseAsync("42", Entry(PageState.Success), CancellationToken.None);

        Assert.Equal( // 39 is ours, and its process died; whose 38 is nobody knows
            [$"POST {Deployments}/39/statuses", $"POST {Deployments}/41/statuses", $"POST {Deployments}/42/statuses"],
            _server.Asked.Where(line => line.StartsWith("POST", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Json("""{"state":"inactive","description":"Superseded by d1.","auto_inactive":false}""",
            _server.Requests.Single(request => request.Head.StartsWith($"POST {Deployments}/41/", StringComparison.Ordinal)).Body);
    }

    [Theory]
    [InlineData(PageState.Failure, "failure")]
    [InlineData(PageState.Error, "error")]
    [InlineData(PageState.Inactive, "inactive")]
    public async Task AnotherEndLeavesEarlierOnesAlone(PageState state, string word)
    {
        _server.On($"POST {Deployments}/42/statuses", "{}", 201);

        await Page()
            .CloseAsync("42", Entry(state) with { Description = new string('x', 500), LogUrl = null, EnvironmentUrl = null },
            CancellationToken.None);

        Json($$"""{"state":"{{word}}","description":"{{new string('x', 139)}}…","auto_inactive":false}""",
            Assert.Single(_server.Requests).Body);
    }

    private GitHubDeployments Page() => new(_server.GitHub(), "acme/app", "7");

    private void Earlier(string deployments, string? commit = null) =>
        _server.On($"GET {Deployments}?environment=prod%2Feu{(commit is null ? "" : $"&sha={commit}")}&per_page=10", deployments);

    private static PageEntry Entry(PageState state) => new("d1", "prod/eu", state, "deployed")
    {
        Commit = Commit,
        Ref = "main",
        LogUrl = "https://g/acme/app/actions/runs/7",
        EnvironmentUrl = "https://eu.example.test",
    };

    private static void Json(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
