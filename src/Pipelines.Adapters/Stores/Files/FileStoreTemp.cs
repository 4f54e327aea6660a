using System.Security.Cryptography;
using System.Text;
using Pipelines.Adapters.Posix;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>
/// The store's private directory, <c>.tmp/</c>: files being written, and locks. A killed writer leaves its file here, where no reader
/// looks; a later writer removes it after a day.
/// </summary>
internal sealed class FileStoreTemp(string directory, TimeProvider clock)
{
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);
    private readonly string _locks = Path.Combine(directory, "locks");
    private int _cleaned;

    /// <summary>A new file with its content, which is removed on disposal unless it was published.</summary>
    public async Task<TemporaryFile> WriteAsync(Stream content, CancellationToken cancellation)
    {
        Durable.CreateDirectory(directory);
        if (Interlocked.Exchange(ref _cleaned, 1) == 0)
        {
            RemoveStale();
        }

        var file = new TemporaryFile(Path.Combine(directory, Guid.NewGuid().ToString("n")), clock);
        try
        {
            await file.FillAsync(content, cancellation);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The lock of a key. Keys share 256 lock files, so that lock files do not accumulate; a holder never takes a second one.
    /// </summary>
    public async Task<FileLock> LockAsync(string key, CancellationToken cancellation)
    {
        Durable.CreateDirectory(_locks);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 1));
        return await FileLock.TakeAsync(Path.Combine(_locks, name), new LockWait($"the lock of {key} in {directory}"), cancellation);
    }

    private void RemoveStale()
    {
        var before = clock.GetUtcNow().UtcDateTime - Stale;
        foreach (var path in Directory.EnumerateFiles(directory).Where(path => File.GetLastWriteTimeUtc(path) < before))
        {
            File.Delete(path);
        }
    }
}
