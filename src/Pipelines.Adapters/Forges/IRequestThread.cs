using Pipelines.Errors;

namespace Pipelines.Adapters.Forges;

/// <summary>The conversation of the pull or merge request by which a commit came.</summary>
internal interface IRequestThread
{
    /// <summary>Writes the one comment that begins with the mark: anew, or in the place of what it said before. Nothing when no request has the commit.</summary>
    /// <exception cref="PipelineException">It cannot be written; the message names a missing permission.</exception>
    Task PutAsync(string commit, string mark, string body, CancellationToken cancellation);
}
