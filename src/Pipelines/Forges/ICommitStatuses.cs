using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>Short texts at a commit, as the platform shows them beside its checks.</summary>
public interface ICommitStatuses
{
    /// <summary>The description of the newest status of this name; null if the commit has none.</summary>
    /// <exception cref="PipelineException">It cannot be read; the message names a missing permission.</exception>
    Task<string?> FindAsync(string commit, string name, CancellationToken cancellation);

    /// <summary>Adds a successful status.</summary>
    /// <exception cref="PipelineException">It cannot be written; the message names a missing permission.</exception>
    Task PutAsync(string commit, string name, string description, CancellationToken cancellation);
}
