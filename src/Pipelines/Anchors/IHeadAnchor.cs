using Pipelines.Errors;
using Pipelines.Model;

namespace Pipelines.Anchors;

/// <summary>Where the end of a log is noted, out of reach of whoever can write the store.</summary>
public interface IHeadAnchor
{
    /// <summary>The head that was noted; null if there is none yet.</summary>
    /// <exception cref="PipelineException">It cannot be read, or is none of ours.</exception>
    Task<LogHead?> ReadAsync(CancellationToken cancellation);

    /// <summary>Notes a head instead of the one before.</summary>
    /// <exception cref="PipelineException">It cannot be written.</exception>
    Task WriteAsync(LogHead head, CancellationToken cancellation);
}
