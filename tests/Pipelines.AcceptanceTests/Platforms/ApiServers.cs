using Pipelines.AcceptanceTests.Platforms;
[assembly: AssemblyFixture(typeof(ApiServers))]

namespace Pipelines.AcceptanceTests.Platforms;

/// <summary>The platforms' APIs of a run, each started when the first test asks it, stopped after the last.</summary>
public sealed class ApiServers : IAsyncDisposable
{
    private readonly Lazy<Task<PrismServer>> _gitHub = new(() => PrismServer.StartAsync(PrismServer.GitHubDescription));
    private readonly Lazy<Task<PrismServer>> _gitLab = new(() => PrismServer.StartAsync(PrismServer.GitLabDescription));

    internal Task<PrismServer> GitHubAsync() => _gitHub.Value;

    internal Task<PrismServer> GitLabAsync() => _gitLab.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _gitHub, _gitLab }.Where(server =>
            server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            (await server.Value).Dispose();
        }
    }
}
