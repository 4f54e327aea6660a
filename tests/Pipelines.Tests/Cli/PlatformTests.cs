using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Cli;

/// <summary>The whole program as a run of a platform whose API is on this machine.</summary>
public abstract class PlatformTests : IAsyncDisposable
{
    private protected ApiServer Server { get; } = new();

    private protected TempDirectory Folder { get; } = new();

    private protected CommandRun Run { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes it a run of <c>acme/app</c> on GitHub, or of project 7 on GitLab.</summary>
    private protected void On(string platform, string token = "", params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] project = platform == "github"
            ? [("GITHUB_REPOSITORY", "acme/app"), ("GITHUB_API_URL", Server.Url)]
            : [("CI_PROJECT_ID", "7"), ("CI_API_V4_URL", $"{Server.Url}/api/v4"), ("CI_JOB_TOKEN", "job-token"),
                ("CI_PROJECT_DIR", Folder.Path)];
        foreach (var (name, value) in project.Append(("PIPELINES_TOKEN", token)).Concat(more))
        {
            Run.Variables[name] = value;
        }
    }

    /// <summary>Writes the configuration file.</summary>
    private protected Task WriteAsync(string config) => File.WriteAllTextAsync(Run.Variables["PIPELINES_CONFIG"] = Folder["f.yml"], config);

    private protected Task<int> GateAsync(params string[] more) =>
        Run.RunAsync(["gate", "--environment", "production", "--mode", "enforce", .. more]);
}
