using System.Globalization;
using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Platforms;

/// <summary>Prism, which judges every request by an OpenAPI description and answers with the description's own examples.</summary>
internal sealed class PrismServer : IDisposable
{
    /// <summary>GitHub's official description, as its maintainers publish it.</summary>
    public const string GitHubDescription = "node_modules/@octokit/openapi/generated/api.github.com.json";

    /// <summary>The parts of GitLab's that are used.</summary>
    public const string GitLabDescription = "gitlab.yml";

    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests/platforms/api");
    private static readonly Lazy<Task> Installed = new(InstallAsync);
    private readonly Command _process;

    private PrismServer(Command process, int port) => (_process, Url) = (process, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    public string Url { get; }

    public static async Task<PrismServer> StartAsync(string description)
    {
        await Installed.Value;
        var port = Ports.Free();
        var process = Command.Start(["node", "node_modules/.bin/prism", "mock", "--port", port.ToString(CultureInfo.InvariantCulture), "--host", "127.0.0.1", description], directory: Folder);
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

    private static async Task InstallAsync()
    {
        var stamp = Path.Combine(Folder, "node_modules", ".installed");
        if (!File.Exists(stamp) || File.GetLastWriteTimeUtc(stamp) < File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            using var npm = Command.Start(["npm", "ci", "--no-audit", "--no-fund"], directory: Folder);
            var ended = await npm.EndAsync();
            Assert.True(ended.ExitCode == 0, ended.All);
            await File.WriteAllTextAsync(stamp, "");
        }
    }
}
