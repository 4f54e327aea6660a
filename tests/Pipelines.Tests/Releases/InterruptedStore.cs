using System.Runtime.CompilerServices;
using Pipelines.Stores;

namespace Pipelines.Tests.Releases;

/// <summary>Lets something else happen before the n-th operation, counted from 0.</summary>
internal sealed class InterruptedStore(IStore inner, int n, Func<Task> interrupt) : IStore
{
    private int _operations;

    /// <summary>Whether it came to that operation.</summary>
    public bool Came => _operations > n;

    public string Location => inner.Location;

    public async Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        await CountAsync();
        return await inner.OpenAsync(key, range, cancellation);
    }

    public async Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        await CountAsync();
        return await inner.PutAsync(key, content, condition, cancellation);
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await CountAsync();
        await foreach (var key in inner.ListAsync(prefix, after, cancellation))
        {
            yield return key;
        }
    }

    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        await CountAsync();
        await inner.DeleteAsync(key, cancellation);
    }

    private Task CountAsync() => Interlocked.Increment(ref _operations) == n + 1 ? interrupt() : Task.CompletedTask;
}
