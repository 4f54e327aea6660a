using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>What GitHub or GitLab knows of a commit of this repository.</summary>
public interface IPlatform
{
    /// <summary>Every check, commit status, workflow run or pipeline of which the platform says that it is of this very commit, the last one of each.</summary>
    /// <exception cref="PipelineException">It cannot be found out; the message names a missing permission.</exception>
    Task<IReadOnlyList<CommitCheck>> ChecksAsync(string commit, CancellationToken cancellation);

    /// <summary>The request whose head or merge the commit is; null when there is none.</summary>
    /// <exception cref="PipelineException">It cannot be found out.</exception>
    Task<ChangeReview?> ReviewAsync(string commit, CancellationToken cancellation);

    /// <summary>The branches that contain a commit, of those that the filter takes.</summary>
    /// <exception cref="PipelineException">It cannot be found out, or more than <see cref="BranchFilter.Most"/> would have to be asked about.</exception>
    Task<IReadOnlyList<CommitBranch>> BranchesAsync(string commit, BranchFilter filter, CancellationToken cancellation);

    /// <summary>The signature of a commit.</summary>
    /// <exception cref="PipelineException">It cannot be found out.</exception>
    Task<Signature> CommitSignatureAsync(string commit, CancellationToken cancellation);

    /// <summary>The signature of a tag; null when there is no such tag.</summary>
    /// <exception cref="PipelineException">It cannot be found out.</exception>
    Task<Signature?> TagSignatureAsync(string tag, CancellationToken cancellation);
}
