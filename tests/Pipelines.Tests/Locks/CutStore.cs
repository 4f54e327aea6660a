using Pipelines.Stores;

namespace Pipelines.Tests.Locks;

/// <summary>A store whose writes fail or hang while a test wishes.</summary>
internal sealed class CutStore(IStore inner) : IStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Fails { get; set; }

    public bool Hangs { get; set; }

    public string Location => inner.Location;

    public void Release()
    {
        Hangs = false;
        _released.SetResult();
    }

    public async Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        if (Hangs)
        {
            await _released.Task;
        }

        return Fails ? throw new IOException("cut off") : await inner.PutAsync(key, content, condition, cancellation);
    }

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation) =>
        inner.OpenAsync(key, range, cancellation);

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        inner.ListAsync(prefix, after, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => inner.DeleteAsync(key, cancellation);
}
