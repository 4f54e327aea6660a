using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Adapters.Http;
using Pipelines.Configuration;
using Pipelines.Forges;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>GitHub, for the repository of this run.</summary>
internal sealed class GitHubForge(Lazy<HttpClient> http, Func<string, string?> variable, Secret? token, TimeProvider clock) : IForge
{
    private readonly Lazy<RestClient> _rest = new(() => new RestClient(http.Value, GitHubTarget.Of(variable, token), clock));

    public IPlatform Platform => new GitHubPlatform(_rest.Value, Repository, variable("GITHUB_RUN_ID"));

    public IRoles Roles => new GitHubRoles(_rest.Value, Repository);

    public IRequestThread Requests => new GitHubRequests(_rest.Value, Repository);

    public ICommitStatuses Statuses => new GitHubStatuses(_rest.Value, Repository);

    public IDeploymentPages? Pages => token is null ? null : new GitHubDeployments(_rest.Value, Repository, variable("GITHUB_RUN_ID"));

    private string Repository => variable("GITHUB_REPOSITORY")!;

    public IProjectFiles Files(string reference, CancellationToken cancellation) =>
        new RefFiles(new GitHubFiles(_rest.Value, Repository), reference, cancellation);

    public IReadOnlyList<FreezePeriod> Freezes(CancellationToken cancellation) => throw GitLabFreezes.Unavailable;
}
