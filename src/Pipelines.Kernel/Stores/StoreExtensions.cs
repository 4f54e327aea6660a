using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pipelines.Errors;

namespace Pipelines.Stores;

/// <summary>Common operations on a store: small JSON objects, all keys.</summary>
public static class StoreExtensions
{
    /// <summary>Far larger than any object we write: anything larger came from someone else, and is not read into memory.</summary>
    private const long MaxBytes = 1 << 28;

    /// <summary>All keys that start with <paramref name="prefix"/>, in ordinal order.</summary>
    public static IAsyncEnumerable<string> ListAsync(this IStore store, string prefix, CancellationToken cancellation) =>
        store.ListAsync(prefix, after: null, cancellation);

    /// <summary>Reads a JSON object and its version; null if it does not exist.</summary>
    /// <exception cref="JsonException">It is not such an object.</exception>
    public static async Task<(T Value, string Version)?> ReadJsonAsync<T>(
        this IStore store, string key, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        await using var stored = await store.OpenAsync(key, range: null, cancellation);
        if (stored is null)
        {
            return null;
        }

        if (stored.Length > MaxBytes)
        {
            throw new JsonException($"{key} is larger than {MaxBytes >> 20} MiB.");
        }

        var value = await JsonSerializer.DeserializeAsync(stored.Content, type, cancellation)
            ?? throw new JsonException($"{key} contains null.");
        return (value, stored.Version);
    }

    /// <summary>Reads a whole object; null if it does not exist.</summary>
    /// <exception cref="PipelineException">It is larger than <paramref name="most"/>.</exception>
    public static async Task<byte[]?> ReadAsync(this IStore store, string key, int most, CancellationToken cancellation)
    {
        await using var stored = await store.OpenAsync(key, range: null, cancellation);
        if (stored is null)
        {
            return null;
        }

        if (stored.Length > most)
        {
            throw new PipelineException($"{store.Location}: {key} is larger than {most >> 20} MiB.");
        }

        var bytes = new byte[stored.Length];
        await stored.Content.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    /// <summary>Writes a JSON object conditionally; returns the new version, or null if the condition did not hold.</summary>
    public static async Task<string?> WriteJsonAsync<T>(
        this IStore store, string key, T value, JsonTypeInfo<T> type, PutCondition condition, CancellationToken cancellation)
    {
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(value, type));
        return await store.PutAsync(key, content, condition, cancellation);
    }
}
