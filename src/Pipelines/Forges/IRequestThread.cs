using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>The conversation of the pull or merge request that introduced a commit.</summary>
public interface IRequestThread
{
    /// <summary>Creates or replaces the one comment that starts with the mark. Does nothing if no request has the commit.</summary>
    /// <exception cref="PipelineException">It cannot be written; the message names a missing permission.</exception>
    Task PutAsync(string commit, string mark, string body, CancellationToken cancellation);
}
