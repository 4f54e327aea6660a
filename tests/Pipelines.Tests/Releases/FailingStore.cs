using System.Runtime.CompilerServices;
using Pipelines.Stores;

namespace Pipelines.Tests.Releases;

/// <summary>Dies at its N-th operation, before or after doing it, and at every one from then on, as a killed process does.</summary>
internal sealed class FailingStore(IStore inner, int survives, bool afterwards) : IStore
{
    private int _operations;

    public string Location => inner.Location;

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation) =>
        Try(() => inner.OpenAsync(key, range, cancellation));

    public Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation) =>
        Try(() => inner.PutAsync(key, content, condition, cancellation));

    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Try(() => Task.FromResult(0));
        await foreach (var key in inner.ListAsync(prefix, after, cancellation))
        {
            yield return key;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellation) => Try(async () =>
    {
        await inner.DeleteAsync(key, cancellation);
        return 0;
    });

    private async Task<T> Try<T>(Func<Task<T>> act)
    {
        var operation = Interlocked.Increment(ref _operations);
        if (operation == survives + 1 && afterwards)
        {
            await act();
        }

        return operation > survives ? throw new InvalidOperationException("killed") : await act();
    }
}
