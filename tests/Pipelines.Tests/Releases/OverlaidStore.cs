using Pipelines.Stores;

namespace Pipelines.Tests.Releases;

/// <summary>A store some of whose objects someone has changed; null for one that was removed.</summary>
internal sealed class OverlaidStore(IStore inner, IReadOnlyDictionary<string, byte[]?> changed) : IStore
{
    public string Location => inner.Location;

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        if (!changed.TryGetValue(key, out var bytes))
        {
            return inner.OpenAsync(key, range, cancellation);
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(range?.Length ?? 0, (bytes?.Length ?? 0) - (range?.Offset ?? 0), nameof(range));
        var (offset, length) = ((int)(range?.Offset ?? 0), (int)(range?.Length ?? bytes?.Length ?? 0));
        return Task.FromResult(bytes is null
            ? null : new StoredObject(new MemoryStream(bytes, offset, length, writable: false), length, "changed"));
    }

    public Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation) =>
        throw new InvalidOperationException("a host writes nothing to a store");

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        inner.ListAsync(prefix, after, cancellation)
        .Where(key => !changed.TryGetValue(key, out var bytes) || bytes is not null)
        .Concat(changed.Where(pair => pair.Value is not null && pair.Key.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(pair.Key, after) > 0).Select(pair => pair.Key).ToAsyncEnumerable()).Distinct();

    public Task DeleteAsync(string key, CancellationToken cancellation) =>
        throw new InvalidOperationException("a host removes nothing from a store");
}
