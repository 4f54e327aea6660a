using System.Runtime.CompilerServices;
using Pipelines.Stores;

namespace Pipelines.Tests.Fakes;

/// <summary>A store that forgets; it passes the same contract as the real ones.</summary>
public sealed class InMemoryStore : IStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (byte[] Bytes, string Version)> _objects = new(StringComparer.Ordinal);
    private int _writes;

    public string Location => "memory:";

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        lock (_gate)
        {
            return Task.FromResult(_objects.TryGetValue(key, out var found) ? Open(found.Bytes, found.Version, range) : null);
        }
    }

    public async Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellation);
        lock (_gate)
        {
            var current = _objects.TryGetValue(key, out var found) ? found.Version : null;
            var holds = condition switch
            {
                PutCondition.IfAbsent => current is null,
                PutCondition.IfVersion version => current == version.Expected,
                _ => true,
            };
            if (!holds)
            {
                return null;
            }

            var next = $"v{++_writes}";
            _objects[key] = (copy.ToArray(), next);
            return next;
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StoreKey.ValidatePrefix(prefix);
        await Task.CompletedTask;
        foreach (var key in Keys().Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0))
        {
            yield return key;
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        lock (_gate)
        {
            _objects.Remove(key);
        }

        return Task.CompletedTask;
    }

    private static StoredObject Open(byte[] bytes, string version, ByteRange? range)
    {
        var (offset, length) = range is null ? (0, bytes.Length) : ((int)range.Offset, (int)range.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, bytes.Length - offset, nameof(range));
        return new StoredObject(new MemoryStream(bytes, offset, length, writable: false), length, version);
    }

    private List<string> Keys()
    {
        lock (_gate)
        {
            return [.. _objects.Keys];
        }
    }
}
