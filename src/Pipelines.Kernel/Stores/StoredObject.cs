namespace Pipelines.Stores;

/// <summary>An open object: its bytes and its version.</summary>
/// <param name="Content">The bytes, or the range asked for; read once, forward.</param>
/// <param name="Length">How many bytes <paramref name="Content"/> gives.</param>
/// <param name="Version">Opaque; changes with every write of the key.</param>
public sealed record StoredObject(Stream Content, long Length, string Version) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
