using System.Collections.Concurrent;

namespace Pipelines.Stores;

/// <summary>
/// A store for a dry run: everything is read from the real one, and nothing is written to it. What is written is read to its end, and kept
/// in memory when it is small, so that whoever writes can go on as with the real one; large data is forgotten.
/// </summary>
/// <param name="real">The store that stays as it is.</param>
public sealed class RehearsalStore(IStore real) : IStore
{
    private const long MostKept = 1 << 24;

    private readonly ConcurrentDictionary<string, byte[]> _written = new(StringComparer.Ordinal);

    public string Location => real.Location;

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation) =>
        _written.TryGetValue(key, out var bytes)
            ? Task.FromResult<StoredObject?>(Written(range is null ? bytes : bytes.AsMemory((int)range.Offset, (int)range.Length)))
            : real.OpenAsync(key, range, cancellation);

    public async Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        using var kept = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (kept.Length <= MostKept)
            {
                await kept.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }

        if (condition is not PutCondition.Unconditional)
        {
            await using var existing = await OpenAsync(key, range: null, cancellation);
            var holds = condition is PutCondition.IfVersion version ? existing?.Version == version.Expected : existing is null;
            if (!holds)
            {
                return null;
            }
        }

        _written[key] = kept.Length <= MostKept ? kept.ToArray() : [];
        return "rehearsal";
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var keys = await real.ListAsync(prefix, after, cancellation).ToListAsync(cancellation);
        foreach (var key in keys.Union(_written.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(key, after) > 0)).Order(StringComparer.Ordinal))
        {
            yield return key;
        }
    }

    private static StoredObject Written(ReadOnlyMemory<byte> bytes) => new(new MemoryStream(bytes.ToArray()), bytes.Length, "rehearsal");

    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        _written.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
