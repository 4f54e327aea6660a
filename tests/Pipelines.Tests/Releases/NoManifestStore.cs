using Pipelines.Stores;

namespace Pipelines.Tests.Releases;

/// <summary>Dies when a manifest is about to be written: all that comes before it is in the store.</summary>
internal sealed class NoManifestStore(IStore inner) : IStore
{
    public string Location => inner.Location;

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation) =>
        inner.OpenAsync(key, range, cancellation);

    public Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation) =>
        key.EndsWith("/manifest", StringComparison.Ordinal)
            ? throw new InvalidOperationException("killed")
            : inner.PutAsync(key, content, condition, cancellation);

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        inner.ListAsync(prefix, after, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => inner.DeleteAsync(key, cancellation);
}
