namespace Pipelines.Stores;

/// <summary>An open object: its contents and its version.</summary>
/// <param name="Content">The contents, or the requested range; can be read once, forward.</param>
/// <param name="Length">Number of bytes in <paramref name="Content"/>.</param>
/// <param name="Version">Opaque; changes with every write of the key.</param>
public sealed record StoredObject(Stream Content, long Length, string Version) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
