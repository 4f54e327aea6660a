using Pipelines.Adapters.Forges.GitLab;
using Pipelines.Configuration;
using Pipelines.Errors;
using Pipelines.Forges;

namespace Pipelines.Adapters.Forges;

/// <summary>A run on no platform: nothing can be asked.</summary>
internal sealed class NoForge : IForge
{
    public IPlatform Platform => throw Nowhere;

    public IRoles Roles => throw Nowhere;

    public IRequestThread Requests => throw Nowhere;

    public ICommitStatuses Statuses => throw Nowhere;

    public IDeploymentPages? Pages => null;

    private static PipelineException Nowhere => PipelineException.BadInput(
        "platform", "this is not a run on GitHub or GitLab, so neither can be queried.",
        "Set GITHUB_REPOSITORY, or CI_API_V4_URL and CI_PROJECT_ID, and PIPELINES_TOKEN.");

    public IProjectFiles Files(string reference, CancellationToken cancellation) => throw Nowhere;

    public IReadOnlyList<FreezePeriod> Freezes(CancellationToken cancellation) => throw GitLabFreezes.Unavailable;
}
