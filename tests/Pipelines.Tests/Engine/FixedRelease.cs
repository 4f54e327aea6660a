using Pipelines.Packaging;
using Pipelines.Reporting;

namespace Pipelines.Tests.Engine;

/// <summary>A release that is there.</summary>
internal sealed class FixedRelease(string id) : IReleaseSource
{
    public string? Release => id;

    public string? Commit => null;

    public Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation) =>
        Task.FromResult(new PreparedRelease(id, 1, 2, 3));
}
