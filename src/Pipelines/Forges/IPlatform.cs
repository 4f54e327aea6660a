using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>What GitHub or GitLab knows about a commit of this repository.</summary>
public interface IPlatform
{
    /// <summary>
    /// Every check, commit status, workflow run or pipeline that belongs to exactly this commit according to the platform, the latest of
    /// each.
    /// </summary>
    /// <exception cref="PipelineException">It cannot be determined; the message names a missing permission.</exception>
    Task<IReadOnlyList<CommitCheck>> ChecksAsync(string commit, CancellationToken cancellation);

    /// <summary>The pull or merge request whose head or merge commit this is; null if there is none.</summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    Task<ChangeReview?> ReviewAsync(string commit, CancellationToken cancellation);

    /// <summary>The branches that contain a commit, among those that match the filter.</summary>
    /// <exception cref="PipelineException">It cannot be determined, or more than <see cref="BranchFilter.Most"/> branches would have to be
    /// queried.</exception>
    Task<IReadOnlyList<CommitBranch>> BranchesAsync(string commit, BranchFilter filter, CancellationToken cancellation);

    /// <summary>The signature of a commit.</summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    Task<Signature> CommitSignatureAsync(string commit, CancellationToken cancellation);

    /// <summary>The signature of a tag; null if the tag does not exist.</summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    Task<Signature?> TagSignatureAsync(string tag, CancellationToken cancellation);
}
