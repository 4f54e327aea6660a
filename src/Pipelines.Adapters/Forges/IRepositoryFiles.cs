using Pipelines.Errors;

namespace Pipelines.Adapters.Forges;

/// <summary>Files of a project on a platform.</summary>
internal interface IRepositoryFiles
{
    /// <summary>The hash of the commit at the head of a branch.</summary>
    /// <exception cref="PipelineException">There is none, or access is denied.</exception>
    Task<string> BranchAsync(string name, CancellationToken cancellation);

    /// <summary>The hash of the commit that a tag points to.</summary>
    /// <exception cref="PipelineException">There is none, or access is denied.</exception>
    Task<string> TagAsync(string name, CancellationToken cancellation);

    /// <summary>A file at a commit; null if there is none.</summary>
    /// <exception cref="PipelineException">Access is denied.</exception>
    Task<RepositoryFile?> FindAsync(string path, string commit, CancellationToken cancellation);
}
