using Pipelines.Adapters.Http;
using Pipelines.Configuration;
using Pipelines.Forges;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>GitLab, for the project of this job.</summary>
internal sealed class GitLabForge(Lazy<HttpClient> http, Func<string, string?> variable, Secret? token, TimeProvider clock) : IForge
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    private readonly Lazy<RestClient> _rest = new(() => new RestClient(http.Value, GitLabTarget.Of(variable, token), clock));

    /// <summary>The freezes, and until when they are cached: a queue worker asks every few seconds.</summary>
    private (IReadOnlyList<FreezePeriod> Periods, DateTimeOffset Until) _freezes = ([], DateTimeOffset.MinValue);

    public IPlatform Platform => new GitLabPlatform(_rest.Value, Project, variable("CI_PIPELINE_ID"));

    public IRoles Roles => new GitLabRoles(_rest.Value, Project);

    public IRequestThread Requests => new GitLabRequests(_rest.Value, Project);

    public ICommitStatuses Statuses => new GitLabStatuses(_rest.Value, Project);

    public IDeploymentPages? Pages =>
        GitLabDeployments.AreShown(variable) ? null : new GitLabDeployments(_rest.Value, Project, variable("CI_COMMIT_TAG"));

    private string Project => variable("CI_PROJECT_ID")!;

    public IProjectFiles Files(string reference, CancellationToken cancellation) =>
        new RefFiles(new GitLabFiles(_rest.Value, Project), reference, cancellation);

    public IReadOnlyList<FreezePeriod> Freezes(CancellationToken cancellation)
    {
        if (clock.GetUtcNow() >= _freezes.Until)
        {
            _freezes = (Blocking.Wait(new GitLabFreezes(_rest.Value, Project).ListAsync, cancellation), clock.GetUtcNow() + AskEvery);
        }

        return _freezes.Periods;
    }
}
