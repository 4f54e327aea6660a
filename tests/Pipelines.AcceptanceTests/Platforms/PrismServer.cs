using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Platforms;

/// <summary>Prism, which judges every request by an OpenAPI description and answers with the description's own examples.</summary>
internal sealed class PrismServer : IDisposable
{
    /// <summary>GitHub's official description, as its maintainers publish it.</summary>
    public const string GitHubDescription = "node_modules/@octokit/openapi/generated/api.github.com.json";

    /// <summary>The parts of GitLab's that are used.</summary>
    public const string GitLabDescription = "gitlab.yml";

    private static readonly Lazy<Task<string>> Installed = new(() => NpmFolder.InstallAsync("api"));
    private readonly Command _process;

    private PrismServer(Command process, int port) =>
        (_process, Url) = (process, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    public string Url { get; }

    public static async Task<PrismServer> StartAsync(string description)
    {
        var folder = await Installed.Value;
        var port = Ports.Free();
        var process =
            Command.Start(
                ["node", "node_modules/.bin/prism", "mock", "--port", port.ToString(CultureInfo.InvariantCulture), "--host", "127.0.0.1",
                description], directory: folder);
        var server = new PrismServer(process, port);
        await Eventually.TrueAsync(() => server.IsListening() || process.HasEnded, "Prism");
        return process.HasEnded ? throw new InvalidOperationException((await process.EndAsync()).All) : server;
    }

    public void Dispose() => _process.Dispose();

    private bool IsListening()
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient("127.0.0.1", new Uri(Url).Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
