using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Tests.Fakes;
using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Tests.Http;

/// <summary>What servers and networks do to a client, by a list of deployments.</summary>
public sealed class RestClientTests : IAsyncDisposable
{
    private const string Path = "GET /repos/a/b/deployments";
    private static readonly RestCall Call = new("repos/a/b/deployments", "deployments", "deployments: read");
    private readonly ApiServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task TheTokenAndTheVersionOfTheApiGoWithEveryRequest()
    {
        _server.On(Path, "[]");

        await ListAsync();

        var request = Assert.Single(_server.Requests);
        Assert.Equal(
            ($"Bearer {ApiServer.Token}", "application/vnd.github+json, application/json", "2022-11-28", "pipelines"),
            (request.Header("Authorization"), request.Header("Accept"), request.Header("X-GitHub-Api-Version"),
                request.Header("User-Agent")));
    }

    [Fact]
    public async Task AllPagesAreRead()
    {
        _server.On(Path, "[{\"id\":1},{\"id\":2}]", 200, $"Link: <{_server.Url}/p2>; rel=\"next\"")
            .On("GET /p2", "[{\"id\":3}]", 200, "Link: </p3>; rel=\"next\"")
            .On("GET /p3", "[{\"id\":4}]", 200, "Link: </p1>; rel=\"first\"");

        Assert.Equal([1, 2, 3, 4], (await ListAsync()).Select(each => each.Id));
    }

    [Fact]
    public async Task APageThatNeverEndsIsGivenUp()
    {
        _server.On(Path, "[{\"id\":1}]", 200, "Link: </repos/a/b/deployments>; rel=\"next\"");

        Assert.Equal("GitHub has more than 20 pages of deployments.", await FaultAsync());
        Assert.Equal(20, _server.Requests.Count);
    }

    [Fact]
    public async Task WhatHasNotChangedIsNotSentAgain()
    {
        _server.On(Path, request =>
            request.Header("If-None-Match") == "W/\"v1\"" ? ApiServer.Reply(304) : ApiServer.Reply(200, "[{\"id\":1}]", "ETag: W/\"v1\""));
        var client = _server.GitHub();

        Assert.Equal(1, Assert.Single(await ListAsync(client)).Id);
        Assert.Equal(1, Assert.Single(await ListAsync(client)).Id);
        Assert.Equal([null, "W/\"v1\""], _server.Requests.Select(request => request.Header("If-None-Match")));
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(502, "")]
    [InlineData(429, "Retry-After: 0")]
    [InlineData(403, "Retry-After: 0")]
    [InlineData(403, "x-ratelimit-remaining: 0|x-ratelimit-reset: 1")]
    public async Task APassingRefusalIsAskedAgain(int status, string headers)
    {
        _server.On(Path, request => request.Number == 1
            ? ApiServer.Reply(status, "", headers.Split('|', StringSplitOptions.RemoveEmptyEntries)) : ApiServer.Reply(200, "[]"));

        Assert.Empty(await ListAsync());
        Assert.Equal(2, _server.Requests.Count);
    }

    [Theory]
    [InlineData(500, 1, false)] // it may have been done
    [InlineData(500, 2, true)]
    [InlineData(429, 2, false)] // it was not
    public async Task WhatMustNotBeDoneTwiceIsSentAgainOnlyAfterARefusal(int status, int requests, bool repeatable)
    {
        _server.On("POST /repos/a/b/deployments", request =>
            request.Number == 1 ? ApiServer.Reply(status, "", "Retry-After: 0") : ApiServer.Reply(201, "{\"id\":1}"));

        await Record.ExceptionAsync(() => _server.GitHub()
            .DoAsync(Call with { Method = HttpMethod.Post, Body = "{}"u8.ToArray(), IsRepeatable = repeatable }, CancellationToken.None));

        Assert.Equal(requests, _server.Requests.Count);
        Assert.All(_server.Requests, request => Assert.Equal("{}", request.Body));
    }

    [Theory]
    [InlineData("", "You have exceeded a secondary rate limit. Please wait.",
        "GitHub's rate limit blocks deployments for 1 min: You have exceeded a secondary rate limit. Please wait..")]
    [InlineData("Retry-After: 7200", "", "GitHub's rate limit blocks deployments for 2 h.")]
    public async Task ALimitThatLastsLongerThanOurPatienceIsToldAtOnce(string header, string message, string fault)
    {
        _server.On(Path, message.Length == 0 ? "" : $$"""{"message":"{{message}}"}""", 403, header.Length == 0 ? [] : [header]);

        Assert.StartsWith(fault, await FaultAsync(), StringComparison.Ordinal);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(401, "",
        "token: GitHub rejected it when queried for deployments (401: no). It is wrong, expired, or of the wrong kind. It needs the "
        + "permission \"deployments: read\": in a workflow, `permissions: { deployments: read }` for the job's own token, otherwise a "
        + "token that has it.")]
    [InlineData(403, "",
        "token: GitHub does not allow it to access deployments (403: no). It needs the permission \"deployments: read\": in a workflow, "
        + "`permissions: { deployments: read }` for the job's own token, otherwise a token that has it.")]
    [InlineData(403, "X-Accepted-GitHub-Permissions: deployments=write",
        "token: GitHub does not allow it to access deployments (403: no). It needs the permission \"deployments: write\": in a workflow, "
        + "`permissions: { deployments: write }` for the job's own token, otherwise a token that has it.")]
    [InlineData(404, "",
        "token: GitHub has no deployments (404: no): it does not exist, or the token may not see it. It needs the permission "
        + "\"deployments: read\": in a workflow, `permissions: { deployments: read }` for the job's own token, otherwise a token that has "
        + "it.")]
    [InlineData(422, "", "GitHub responded with 422 when queried for deployments: no.")]
    [InlineData(304, "", "GitHub responded with 304 when queried for deployments: no.")] // we have nothing that could be unchanged
    public async Task ARefusalNamesThePermission(int status, string header, string fault)
    {
        _server.On(Path, status == 304 ? "" : """{"message":"no"}""", status, header.Length == 0 ? [] : [header]);
        Assert.Equal(status == 304 ? fault.Replace(": no", "", StringComparison.Ordinal) : fault, await FaultAsync());
    }

    [Fact]
    public async Task ATokenThatTheServerQuotesIsNotShown()
    {
        _server.On(Path, $$"""{"message":"bad {{ApiServer.Token}}"}""", 401);
        Assert.DoesNotContain(ApiServer.Token, await FaultAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[{\"id\":")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("[{\"id\":null}]")]
    [InlineData("[{\"id\":\"1\"}]")]
    [InlineData("[{\"id\":1.5}]")]
    [InlineData("[{\"id\":99999999999999999999}]")]
    [InlineData("{\"id\":1}")]
    [InlineData("<html>sign in</html>")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task WhatTheApiDoesNotPromiseIsAFault(string body)
    {
        _server.On(Path, body);
        Assert.StartsWith("GitHub returned deployments in an unexpected form: ", await FaultAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyWithoutEndIsCut()
    {
        var endless = new string(' ', 1024 * 1024);
        await using var server = LoopbackServer.Http(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellation);
            while (true)
            {
                await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(endless), cancellation);
            }
        });

        Assert.Equal("GitHub returned deployments with more than 8 MiB.", await FaultAsync(At(server, TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public async Task ABodyThatTricklesIsGivenUp()
    {
        await using var server = LoopbackServer.Http(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n["u8.ToArray(), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });

        Assert.StartsWith("GitHub did not respond with deployments within ", await FaultAsync(At(server, TimeSpan.FromMilliseconds(80))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARenamedRepositoryIsFollowedOnTheSameServer()
    {
        _server.On(Path, "", 301, "Location: /repositories/7/deployments").On("GET /repositories/7/deployments", "[{\"id\":1}]");
        Assert.Equal(1, Assert.Single(await ListAsync()).Id);
    }

    [Theory]
    [InlineData("Location", 302)]
    [InlineData("Link", 200)]
    public async Task TheTokenGoesToNoOtherServer(string header, int status)
    {
        await using var other = new ApiServer();
        var to = $"{other.Url}/steal";
        _server.On(Path, "[]", status, header == "Link" ? $"Link: <{to}>; rel=\"next\"" : $"Location: {to}");

        Assert.StartsWith("GitHub redirected deployments to another server, 127.0.0.1:", await FaultAsync(), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task RedirectsInACircleEnd()
    {
        _server.On(Path, "", 302, "Location: /repos/a/b/deployments");
        Assert.Equal("GitHub responded with 302 when queried for deployments.", await FaultAsync());
        Assert.Equal(4, _server.Requests.Count);
    }

    [Fact]
    public async Task AServerThatIsNotThereIsToldAsSuch()
    {
        var target =
            GitHubTarget.Of(name => name == "GITHUB_API_URL" ? $"http://127.0.0.1:{LoopbackServer.UnusedPort()}" : null, new Secret("t"));
        using var http = new HttpClient();
        var fault = await FaultAsync(new RestClient(http, target, TimeProvider.System) { Limit = TimeSpan.FromMilliseconds(50) });
        Assert.Matches("^GitHub (cannot be queried for deployments: connection refused|did not respond with deployments within 50 ms)\\.",
            fault);
    }

    [Theory]
    [InlineData("http://github.example.test/api/v3")]
    [InlineData("https://user:pass@github.example.test")]
    [InlineData("github.example.test")]
    [InlineData("file:///etc/passwd")]
    public void AnAddressThatWouldShowTheTokenIsRefused(string url)
    {
        var failure =
            Assert.Throws<PipelineException>(() => GitHubTarget.Of(name => name == "GITHUB_API_URL" ? url : null, new Secret("t")));
        Assert.StartsWith("GITHUB_API_URL: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEnterpriseServerIsAskedWhereItIs() => Assert.Equal(
        "https://github.example.test/api/v3",
        GitHubTarget.Of(name => name == "GITHUB_API_URL" ? "https://github.example.test/api/v3/" : null, new Secret("t")).Base);

    private static RestClient At(LoopbackServer server, TimeSpan limit)
    {
#pragma warning disable CA2000 // lives as long as the test
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
#pragma warning restore CA2000
        return new(http, GitHubTarget.Of(name => name == "GITHUB_API_URL" ? server.Url : null, new Secret("t")),
            TimeProvider.System) { Limit = limit };
    }

    private Task<IReadOnlyList<Deployment>> ListAsync(RestClient? client = null) =>
        (client ?? _server.GitHub()).ListAsync(Call, GitHubJson.Default.ListDeployment, page => page, CancellationToken.None);

    private async Task<string> FaultAsync(RestClient? client = null) =>
        (await Assert.ThrowsAsync<PipelineException>(() => ListAsync(client))).Message;
}
