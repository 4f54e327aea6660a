using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pipelines.Adapters.Posix;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>
/// A store in a directory: each object is a file named after its key. Safe for several processes and against power loss: contents are
/// written to <c>.tmp/</c> and synced, then appear under their key with one link(2) or rename(2), and the directory is synced. Directories
/// and files get the usual modes minus the umask: a store may be shared between users of a group, and releases contain no secrets.
/// </summary>
public sealed class FileStore(string root, TimeProvider clock) : IStore
{
    private const int Attempts = 1000;

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
    private readonly FileStoreTemp _temp =
        new(Path.Combine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), StoreKey.Reserved), clock);

    public string Location => $"file:{_root}";

    public Task<StoredObject?> OpenAsync(string key, ByteRange? range, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<StoredObject?>(Open(PathOf(key), range));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<StoredObject?>(null);
        }
        catch (Exception e) when (FileStoreFault.Translates(e))
        {
            throw FileStoreFault.From(e, Location, $"read {key}");
        }
    }

    public async Task<string?> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        try
        {
            await using var written = await _temp.WriteAsync(content, cancellation);
            return condition is PutCondition.IfAbsent
                ? PublishAbsent(written, PathOf(key))
                : await PublishAsync(written, key, (condition as PutCondition.IfVersion)?.Expected, cancellation);
        }
        catch (Exception e) when (FileStoreFault.Translates(e))
        {
            throw FileStoreFault.From(e, Location, $"write {key}");
        }
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StoreKey.ValidatePrefix(prefix);
        await Task.CompletedTask;
        foreach (var key in new FileStoreListing(_root, Location).Keys(prefix).Where(key => string.CompareOrdinal(key, after) > 0))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return key;
        }
    }

    public async Task DeleteAsync(string key, CancellationToken cancellation)
    {
        StoreKey.Validate(key);
        var path = PathOf(key);
        try
        {
            if (File.Exists(path))
            {
                using var held = await _temp.LockAsync(key, cancellation);
                File.Delete(path);
                SyncIfThere(Path.GetDirectoryName(path)!);
            }

            RemoveEmptyParents(path);
        }
        catch (Exception e) when (FileStoreFault.Translates(e))
        {
            throw FileStoreFault.From(e, Location, $"delete {key}");
        }
    }

    private static StoredObject Open(string path, ByteRange? range)
    {
#pragma warning disable CA2000 // owned by the returned stream
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
#pragma warning restore CA2000
        try
        {
            var length = RandomAccess.GetLength(file);
            var (offset, count) = range is null ? (0, length) : (range.Offset, range.Length);
            ArgumentOutOfRangeException.ThrowIfNegative(offset, nameof(range));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length - offset, nameof(range));
            return new StoredObject(new FileStoreStream(file, offset, count), count, VersionOf(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Modification time and length. Writers set the time with a precision of 100 ns and, under the key's lock, later than the previous
    /// one, so that two writes never share a version.
    /// </summary>
    private static string VersionOf(SafeFileHandle file) => string.Create(
        CultureInfo.InvariantCulture, $"{File.GetLastWriteTimeUtc(file).Ticks:x}-{RandomAccess.GetLength(file):x}");

    private string? PublishAbsent(TemporaryFile written, string path)
    {
        written.Seal(notBefore: null);
        return InDirectoryOf(path, () =>
        {
            if (Libc.Link(written.Path, path) == 0)
            {
                return VersionOf(written.Handle);
            }

            return Marshal.GetLastPInvokeError() == Errno.Exists ? null : throw Libc.Failure(path);
        });
    }

    private async Task<string?> PublishAsync(TemporaryFile written, string key, string? expected, CancellationToken cancellation)
    {
        var path = PathOf(key);
        using var held = await _temp.LockAsync(key, cancellation);
        var (version, time) = Current(path);
        if (expected is not null && expected != version)
        {
            return null;
        }

        written.Seal(notBefore: time);
        return InDirectoryOf(path, () => Libc.Rename(written.Path, path) == 0 ? VersionOf(written.Handle) : throw Libc.Failure(path));
    }

    private static (string? Version, DateTime? Time) Current(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return (VersionOf(file), File.GetLastWriteTimeUtc(file));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
    }

    /// <summary>
    /// Publishes a name, then syncs its directory and those above it, which another process may have created but not synced yet. A
    /// concurrent delete may remove the empty directory: it is then created again, and nothing slow happens between creating and using it.
    /// </summary>
    private string? InDirectoryOf(string path, Func<string?> publish)
    {
        var directory = Path.GetDirectoryName(path)!;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.CreateDirectory(directory);
                var version = publish();
                SyncUpFrom(directory);
                return version;
            }
            catch (IOException e) when (attempt < Attempts && Vanished(e))
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>
    /// Whether a directory was removed concurrently: it is missing, or the framework found it with mkdir(2) but not when it inspected it.
    /// </summary>
    private static bool Vanished(IOException e) =>
        e is FileNotFoundException or DirectoryNotFoundException || e.HResult is Errno.NotFound or Errno.Exists;

    private void SyncUpFrom(string directory)
    {
        for (var at = directory; at?.Length >= _root.Length; at = Path.GetDirectoryName(at))
        {
            SyncIfThere(at);
        }
    }

    /// <summary>Another process may already have deleted the published file, along with its directory.</summary>
    private static void SyncIfThere(string directory)
    {
        try
        {
            Durable.SyncDirectory(directory);
        }
        catch (IOException e) when (e.HResult == Errno.NotFound)
        {
            return;
        }
    }

    private void RemoveEmptyParents(string path)
    {
        for (var directory = Path.GetDirectoryName(path)!; directory.Length > _root.Length; directory = Path.GetDirectoryName(directory)!)
        {
            try
            {
                Directory.Delete(directory);
            }
            catch (DirectoryNotFoundException)
            {
                continue;
            }
            catch (IOException)
            {
                return; // not empty: it contains other objects
            }
        }
    }

    private string PathOf(string key) => Path.Combine(_root, key);
}
