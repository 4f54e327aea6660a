using System.Globalization;
using System.Text.Json;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitLab.GitLabModel;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>Deployments on GitLab's environments page, for jobs without <c>environment:</c>.</summary>
/// <param name="rest">The API.</param>
/// <param name="project">Id of the project.</param>
/// <param name="tag">The tag of the pipeline; null if it is for a branch.</param>
internal sealed class GitLabDeployments(RestClient rest, string project, string? tag) : IDeploymentPages
{
    private const string Deployer = "the scope api and the role Developer";

    private string Project { get; } = $"projects/{Uri.EscapeDataString(project)}";

    private string Path => $"{Project}/deployments";

    /// <summary>Whether GitLab shows the job's deployment itself: it does for a job whose <c>environment:</c> starts one.</summary>
    public static bool AreShown(Func<string, string?> variable) =>
        variable("CI_ENVIRONMENT_NAME") is { Length: > 0 } && variable("CI_ENVIRONMENT_ACTION") is null or "" or "start";

    public async Task<string?> OpenAsync(PageEntry entry, CancellationToken cancellation)
    {
        if (entry is not { Commit: { } commit, Ref: { } reference })
        {
            throw new PipelineException("its commit or its branch is unknown.", "Set them, or run in a pipeline.");
        }

        var made = new NewDeployment(entry.Environment, commit, reference, reference == tag, Status(entry.State));
        var call =
            new RestCall(Path, "a new deployment", Deployer) { Method = HttpMethod.Post,
                Body = JsonSerializer.SerializeToUtf8Bytes(made, GitLabJson.Default.NewDeployment) };
        return (await rest.AskAsync(call, GitLabJson.Default.Deployment, cancellation)).Id.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>GitLab itself shows only the last success as live. The environment stores the URL it links to.</summary>
    public async Task CloseAsync(string id, PageEntry entry, CancellationToken cancellation)
    {
        await rest.DoAsync(
            Put($"deployments/{Uri.EscapeDataString(id)}", "the end of a deployment",
                JsonSerializer.SerializeToUtf8Bytes(new DeploymentUpdate(Status(entry.State)), GitLabJson.Default.DeploymentUpdate)),
                cancellation);
        if (entry is { State: PageState.Success, EnvironmentUrl: { } url })
        {
            await LinkAsync(entry.Environment, url, cancellation);
        }
    }

    private async Task LinkAsync(string environment, string url, CancellationToken cancellation)
    {
        var found =
            await rest.PageAsync(
                new RestCall($"{Project}/environments?name={Uri.EscapeDataString(environment)}", $"environment {environment}", Deployer),
                GitLabJson.Default.ListEnvironment, cancellation);
        if (found.FirstOrDefault(one => one.Name == environment) is { } shown && shown.ExternalUrl != url)
        {
            await rest.DoAsync(
                Put(string.Create(CultureInfo.InvariantCulture, $"environments/{shown.Id}"), $"the URL of environment {environment}",
                    JsonSerializer.SerializeToUtf8Bytes(new EnvironmentUpdate(url), GitLabJson.Default.EnvironmentUpdate)), cancellation);
        }
    }

    private RestCall Put(string path, string what, byte[] body) =>
        new($"{Project}/{path}", what, Deployer) { Method = HttpMethod.Put, Body = body };

    private static string Status(PageState state) => state switch
    {
        PageState.InProgress => "running",
        PageState.Success => "success",
        PageState.Inactive => "canceled",
        _ => "failed",
    };
}
