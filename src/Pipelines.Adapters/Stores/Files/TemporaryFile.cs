using Microsoft.Win32.SafeHandles;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>A file under a temporary name that no reader knows, until it is linked or renamed to its final name.</summary>
internal sealed class TemporaryFile(string path, TimeProvider clock) : IAsyncDisposable
{
    public string Path { get; } = path;

    public SafeFileHandle Handle { get; } = File.OpenHandle(
        path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    public async Task FillAsync(Stream content, CancellationToken cancellation)
    {
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            long offset = 0;
            for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0; offset += read)
            {
                RandomAccess.Write(Handle, buffer.AsSpan(0, read), offset);
            }

            RandomAccess.FlushToDisk(Handle);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Sets the time that defines the version, later than <paramref name="notBefore"/>; not synced, because a version changed by a power
    /// loss is simply read again.
    /// </summary>
    public void Seal(DateTime? notBefore)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        File.SetLastWriteTimeUtc(Handle, notBefore >= now ? notBefore.Value.AddTicks(1) : now);
    }

    public ValueTask DisposeAsync()
    {
        Handle.Dispose();
        File.Delete(Path); // nothing there if it was renamed; the second name if it was linked
        return ValueTask.CompletedTask;
    }
}
