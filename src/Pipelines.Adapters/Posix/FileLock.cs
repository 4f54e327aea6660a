using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;

namespace Pipelines.Adapters.Posix;

/// <summary>
/// An flock(2) lock between and within processes. The kernel releases it when the holder dies, however it dies. The file is kept: removing
/// it would let two holders lock two files of the same name.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    /// <summary>Waits until we have the lock.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wait">What to say of a wait, and how long it may take.</param>
    /// <param name="cancellation">Cancels the waiting.</param>
    /// <exception cref="PipelineException">It took too long; the message names the holder.</exception>
    public static async Task<FileLock> TakeAsync(string path, LockWait wait, CancellationToken cancellation)
    {
        Create(path);
        var file = Libc.OpenForLock(path);
        try
        {
            var (started, isTold) = (Stopwatch.GetTimestamp(), false);
            for (var attempt = 0; !TryTake(file, path); attempt++)
            {
                var waited = Stopwatch.GetElapsedTime(started);
                if (!isTold && waited >= LockWait.Untold)
                {
                    wait.Say?.Invoke(wait.Words(LockHolder.Of(file)));
                    isTold = true;
                }

                if (waited >= wait.Limit)
                {
                    throw wait.TooLong(LockHolder.Of(file));
                }

                await Task.Delay(Math.Min(1 + (attempt / 4), 10), cancellation);
            }

            return new FileLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static void Create(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite).Dispose();
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            return; // another process was faster
        }
    }

    private static bool TryTake(SafeFileHandle file, string path)
    {
        if (Libc.Flock(file, Libc.LockExclusive | Libc.LockNonBlocking) == 0)
        {
            return true;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno == Errno.WouldBlock || errno == Errno.Interrupted ? false : throw Libc.Failure(path);
    }
}
