using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>The page of environments and deployments that GitHub and GitLab each have.</summary>
public interface IDeploymentPages
{
    /// <summary>Shows a deployment that begins. Its id there, by which it is found again; null when the platform shows the job's deployment by itself.</summary>
    /// <exception cref="PipelineException">It cannot be shown.</exception>
    Task<string?> OpenAsync(PageEntry entry, CancellationToken cancellation);

    /// <summary>Shows how it ended. After a success, earlier ones are no longer shown as live.</summary>
    /// <exception cref="PipelineException">It cannot be shown.</exception>
    Task CloseAsync(string id, PageEntry entry, CancellationToken cancellation);
}
