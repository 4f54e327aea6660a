using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Stores;

namespace Pipelines.Releases.Records;

/// <summary>Information about an application's releases in addition to their manifests.</summary>
internal sealed class ReleaseRecords(IStore store, ReleaseKeys keys)
{
    /// <summary>Null if there is none.</summary>
    /// <exception cref="PipelineException">It is damaged.</exception>
    public async Task<ReleaseRecord?> FindAsync(ReleaseId id, CancellationToken cancellation)
    {
        try
        {
            return (await store.ReadJsonAsync(keys.Record(id), ReleaseJson.Default.ReleaseRecord, cancellation))?.Value;
        }
        catch (JsonException e)
        {
            throw new PipelineException($"{store.Location}: {keys.Record(id)} is damaged: {e.Message}",
                "Remove it: the release itself is intact.", inner: e);
        }
    }

    /// <summary>Also null if it is damaged: it is then rewritten.</summary>
    public async Task<ReleaseRecord?> FindWholeAsync(ReleaseId id, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(id, cancellation);
        }
        catch (PipelineException e) when (e.InnerException is JsonException)
        {
            return null;
        }
    }

    public Task WriteAsync(ReleaseId id, ReleaseRecord record, CancellationToken cancellation) =>
        store.WriteJsonAsync(keys.Record(id), record, ReleaseJson.Default.ReleaseRecord, PutCondition.Always, cancellation);
}
