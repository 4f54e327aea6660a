using Pipelines.Packaging;
using Pipelines.Reporting;

namespace Pipelines.Tests.Engine;

/// <summary>A release that is there.</summary>
internal sealed class FixedRelease(string id, long files = 1, long bytes = 2) : IReleaseSource
{
    public string? Release => id;

    public string? Commit => null;

    public Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation) =>
        Task.FromResult(new PreparedRelease(id, files, bytes, 3));
}
