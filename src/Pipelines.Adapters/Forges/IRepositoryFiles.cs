using Pipelines.Errors;

namespace Pipelines.Adapters.Forges;

/// <summary>Files of a project that a platform keeps.</summary>
internal interface IRepositoryFiles
{
    /// <summary>The id of the commit at the head of a branch.</summary>
    /// <exception cref="PipelineException">There is none, or it must not be seen.</exception>
    Task<string> BranchAsync(string name, CancellationToken cancellation);

    /// <summary>The id of the commit that a tag names.</summary>
    /// <exception cref="PipelineException">There is none, or it must not be seen.</exception>
    Task<string> TagAsync(string name, CancellationToken cancellation);

    /// <summary>A file as it is at a commit; null when there is none.</summary>
    /// <exception cref="PipelineException">It must not be seen.</exception>
    Task<RepositoryFile?> FindAsync(string path, string commit, CancellationToken cancellation);
}
