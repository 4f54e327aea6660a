using Pipelines.Adapters.Forges.GitHub;
using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Adapters.Http;
using Pipelines.Reporting;

namespace Pipelines.Tests.Fakes;

/// <summary>A platform's API on this machine: each path and query has its answer, any other is 404.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string Token = "tOkEn-0123456789";
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<string, Func<LoopbackRequest, byte[]>> _answers = [];
    private readonly LoopbackServer _server;

    public ApiServer() => _server = LoopbackServer.Http(Answer);

    public string Url => _server.Url;

    /// <summary>Method and path of each request, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _server.Requests.Select(Line)];

    public IReadOnlyList<LoopbackRequest> Requests => _server.Requests;

    public ApiServer On(string line, string body, int status = 200, params string[] headers) => On(line, _ => Reply(status, body, headers));

    public ApiServer On(string line, Func<LoopbackRequest, byte[]> answer)
    {
        _answers[line] = answer;
        return this;
    }

    public static byte[] Reply(int status, string body = "", params string[] headers) =>
        LoopbackServer.Reply(status, body, ["Connection: close", .. headers]);

    public RestClient GitHub(string? token = Token, TimeSpan? limit = null, TimeSpan? answerLimit = null) => Client(
        GitHubTarget.Of(name => name == "GITHUB_API_URL" ? Url : null, token is null ? null : new Secret(token)), limit, answerLimit);

    public RestClient GitLab(string? token = Token) => Client(
        GitLabTarget.Of(name => name switch { "CI_API_V4_URL" => $"{Url}/api/v4", "CI_JOB_TOKEN" => "job-token", _ => null }, token is null
            ? null : new Secret(token)), null, null);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private RestClient Client(RestTarget target, TimeSpan? limit, TimeSpan? answerLimit) => new(_client, target, TimeProvider.System)
    {
        Limit = limit ?? TimeSpan.FromMinutes(1),
        AnswerLimit = answerLimit ?? TimeSpan.FromSeconds(20),
    };

    private byte[] Answer(LoopbackRequest request) =>
        _answers.TryGetValue(Line(request), out var answer) ? answer(request) : Reply(404, """{"message":"Not Found"}""");

    private static string Line(LoopbackRequest request) => string.Join(' ', request.Head.Split(' ').Take(2));
}
