using System.Collections.Concurrent;
using Pipelines.Stores;

namespace Pipelines.Tests.Fakes;

/// <summary>A store that counts what it is asked for.</summary>
internal sealed class CountingStore(IStore inner) : IStore
{
    private readonly ConcurrentQueue<string> _requests = new();

    public string Location => inner.Location;

    /// <summary>Takes what was asked for since the last call, as "GET key", "PUT key", "LIST prefix" and "DELETE key".</summary>
    public IReadOnlyList<string> TakeRequests()
    {
        IReadOnlyList<string> taken = [.. _requests];
        _requests.Clear();
        return taken;
    }

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation) =>
        Noted($"GET {key}").OpenAsync(key, range, cancellation);

    public Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation) =>
        Noted($"PUT {key}").PutAsync(key, content, condition, cancellation);

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        Noted($"LIST {prefix}").ListAsync(prefix, after, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => Noted($"DELETE {key}").DeleteAsync(key, cancellation);

    private IStore Noted(string request)
    {
        _requests.Enqueue(request);
        return inner;
    }
}
