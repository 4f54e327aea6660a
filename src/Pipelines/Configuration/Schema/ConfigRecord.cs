using Pipelines.Errors;

namespace Pipelines.Configuration.Schema;

/// <summary>A mapping read according to its declared keys.</summary>
/// <param name="Path">Its path in the file; empty for the top level.</param>
/// <param name="At">Its position.</param>
public sealed record ConfigRecord(string Path, SourcePosition At)
{
    private readonly Dictionary<string, (object? Value, SourcePosition At)> _values = new(StringComparer.Ordinal);

    /// <summary>True if the key is in the file.</summary>
    public bool Has(Key key) => _values.ContainsKey(key.Name);

    /// <summary>The value, or the key's default if it is absent.</summary>
    public T? Get<T>(Key<T> key) => _values.TryGetValue(key.Name, out var found) ? (T?)found.Value : key.Default;

    /// <summary>The value of a key that is required or has a default.</summary>
    public T Require<T>(Key<T> key) => Get(key)
        ?? throw new InvalidOperationException($"{Path}: {key.Name} has neither a value nor a default.");

    /// <summary>The position of a key, or of the mapping itself if the key is absent.</summary>
    public SourcePosition PositionOf(Key key) => _values.TryGetValue(key.Name, out var found) ? found.At : At;

    /// <summary>The full path of a key of this mapping.</summary>
    public string PathOf(Key key) => ConfigPath.Join(Path, key.Name);

    internal void Set(Key key, object? value, SourcePosition at) => _values[key.Name] = (value, at);
}
