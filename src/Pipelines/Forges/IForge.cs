using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>The platform that this run belongs to, queried with one token.</summary>
public interface IForge
{
    /// <summary>What it knows about commits.</summary>
    /// <exception cref="PipelineException">This is not a run on a platform, or there is no token.</exception>
    IPlatform Platform { get; }

    /// <summary>What it knows about people.</summary>
    /// <exception cref="PipelineException">As above.</exception>
    IRoles Roles { get; }

    /// <summary>The conversations of pull or merge requests.</summary>
    /// <exception cref="PipelineException">As above.</exception>
    IRequestThread Requests { get; }

    /// <summary>Statuses of commits.</summary>
    /// <exception cref="PipelineException">As above.</exception>
    ICommitStatuses Statuses { get; }

    /// <summary>Its page of environments; null when this is no run of one, there is no token, or it shows the job's deployment by
    /// itself.</summary>
    /// <exception cref="PipelineException">The address of the platform is not one that may have the token.</exception>
    IDeploymentPages? Pages { get; }

    /// <summary>The project's files at a branch or tag.</summary>
    /// <param name="reference">The branch, or <c>tags/</c> and the tag.</param>
    /// <param name="cancellation">Cancels any request.</param>
    /// <exception cref="PipelineException">This is not a run on a platform, or there is no token.</exception>
    IProjectFiles Files(string reference, CancellationToken cancellation);

    /// <summary>The project's deploy freezes.</summary>
    /// <exception cref="PipelineException">The platform has none, this is not a run on it, there is no token, or access is
    /// denied.</exception>
    IReadOnlyList<FreezePeriod> Freezes(CancellationToken cancellation);
}
