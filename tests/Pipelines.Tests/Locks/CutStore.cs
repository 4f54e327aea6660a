using Pipelines.Stores;

namespace Pipelines.Tests.Locks;

/// <summary>A store whose writes fail or hang while a test wishes.</summary>
internal sealed class CutStore(IStore inner) : IStore
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Fails { get; set; }

    public bool Hangs { get; set; }

    /// <summary>How many of the next reads and writes are never answered, whatever their token says.</summary>
    public int Swallowed { get; set; }

    public bool SwallowsReads { get; set; }

    /// <summary>Whether the writes among them are carried out all the same.</summary>
    public bool CarriesOut { get; set; } = true;

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

        if (Swallowed > 0)
        {
            Swallowed--;
            _ = CarriesOut ? await inner.PutAsync(key, content, condition, CancellationToken.None) : null;
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        return Fails ? throw new IOException("cut off") : await inner.PutAsync(key, content, condition, cancellation);
    }

    public async Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        if (SwallowsReads && Swallowed > 0)
        {
            Swallowed--;
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        return await inner.OpenAsync(key, range, cancellation);
    }

    public IAsyncEnumerable<string> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        inner.ListAsync(prefix, after, cancellation);

    public Task DeleteAsync(string key, CancellationToken cancellation) => inner.DeleteAsync(key, cancellation);
}
