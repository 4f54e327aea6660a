using Pipelines.Reporting;

namespace Pipelines.Packaging;

/// <summary>A release that an earlier tool left on the hosts. There is nothing to prepare.</summary>
/// <param name="id">The id that it was given when it was adopted.</param>
internal sealed class AdoptedRelease(string id) : IReleaseSource
{
    public string Release => id;

    public string? Commit => null;

    public Task<PreparedRelease> PrepareAsync(IReporter reporter, CancellationToken cancellation) =>
        Task.FromResult(new PreparedRelease(id, Files: 0, Bytes: 0, SentBytes: 0) { IsAdopted = true });
}
