using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>The page of environments and deployments on GitHub and GitLab.</summary>
public interface IDeploymentPages
{
    /// <summary>
    /// Shows a deployment that is starting. Returns its id there, for later updates; null if the platform shows the job's deployment
    /// itself.
    /// </summary>
    /// <exception cref="PipelineException">It cannot be shown.</exception>
    Task<string?> OpenAsync(PageEntry entry, CancellationToken cancellation);

    /// <summary>Shows its outcome. After a success, earlier ones are no longer shown as live.</summary>
    /// <exception cref="PipelineException">It cannot be shown.</exception>
    Task CloseAsync(string id, PageEntry entry, CancellationToken cancellation);
}
