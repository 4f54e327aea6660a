using System.Text;
using Pipelines.Adapters.Stores.S3;
using Pipelines.Errors;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Stores;

/// <summary>The kind: what answers is no S3 server, such as the login page of a network or a proxy's own page. Each request ends with what
/// the answer can mean, or with one clear error, and never as a defect.</summary>
public sealed class WrongServerTests
{
    private const string Page = "<!DOCTYPE html><html><body><p>Please sign in<br></body></html>";

    private static readonly Dictionary<string, byte[]> Answers = new()
    {
        ["a page"] = LoopbackServer.Reply(200, Page, "Content-Type: text/html", "Connection: close"),
        ["a page with an ETag"] = LoopbackServer.Reply(200, Page, "Content-Type: text/html", "ETag: \"1\"", "Connection: close"),
        ["text"] = LoopbackServer.Reply(200, "ok", "Content-Type: text/plain", "Connection: close"),
        ["nothing"] = LoopbackServer.Reply(200, "", "Connection: close"),
        ["no content"] = LoopbackServer.Reply(204, "", "Connection: close"),
        ["JSON"] = LoopbackServer.Reply(200, "{\"error\":\"no\"}", "Content-Type: application/json", "Connection: close"),
        ["XML of something else"] = LoopbackServer.Reply(200, "<?xml version=\"1.0\"?><feed><entry/></feed>",
            "Content-Type: application/xml", "Connection: close"),
        ["half of an answer"] = Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n<ListBucketRes"),
        ["a page that says no"] = LoopbackServer.Reply(403, Page, "Content-Type: text/html", "Connection: close"),
        ["a page that knows nothing"] = LoopbackServer.Reply(404, Page, "Content-Type: text/html", "Connection: close"),
        ["a page elsewhere"] = LoopbackServer.Reply(302, "", "Location: /login", "Connection: close"),
        ["no HTTP"] = Encoding.ASCII.GetBytes("SSH-2.0-OpenSSH_9.2\r\n"),
    };

    private static readonly Dictionary<string, Func<IStore, Task<string>>> Requests = new()
    {
        ["open"] = async store => await store.OpenAsync("a/b", range: null, CancellationToken.None) is { } found
            ? $"an object of {found.Length} bytes, version {found.Version}" : "no object",
        ["open a range"] = async store => await store.OpenAsync("a/b", new ByteRange(1, 2), CancellationToken.None) is { } found
            ? $"an object of {found.Length} bytes, version {found.Version}" : "no object",
        ["put"] = async store => $"version {await store.PutAsync("a/b", Content(), PutCondition.Always, CancellationToken.None)}",
        ["put a new one"] = async store => $"version {await store.PutAsync("a/b", Content(), PutCondition.Absent, CancellationToken.None)}",
        ["list"] = async store => string.Join(',', await store.ListAsync("a/", after: null, CancellationToken.None).ToListAsync()),
        ["delete"] = async store =>
        {
            await store.DeleteAsync("a/b", CancellationToken.None);
            return "deleted";
        },
    };

    static WrongServerTests()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "key-of-a-test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret-of-a-test");
    }

    public static MatrixTheoryData<string, string> Cases => new(Answers.Keys, Requests.Keys);

    /// <summary>What nobody can tell from the answer of a server.</summary>
    private static readonly HashSet<(string Answer, string Request)> Credible =
        [("nothing", "delete"), ("no content", "delete"), ("half of an answer", "delete"), ("a page with an ETag", "put")];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task IsOneClearError(string answer, string request)
    {
        await using var server = LoopbackServer.Http(_ => Answers[answer]);
        var store = new S3Store(
            BucketLocationText.Parse($"s3://bucket?region=eu-central-1&endpoint={server.Url}&path-style=true&timeout=2s"),
            Environment.GetEnvironmentVariable, TimeProvider.System, _ => { });

        if (Credible.Contains((answer, request)))
        {
            await Requests[request](store);
            return;
        }

        var told = await Assert.ThrowsAsync<PipelineException>(() => Requests[request](store));
        Assert.NotEqual(ExitCode.Bug, told.ExitCode);
        Assert.Matches("is not an S3 server|access is denied|does not enforce conditional writes|invalid status line", told.Message);
    }

    private static MemoryStream Content() => new("hello"u8.ToArray());
}
