using Pipelines.Adapters.Posix;
using Pipelines.Errors;

namespace Pipelines.Adapters.Stores.Files;

/// <summary>Explains operating system errors and says what to do.</summary>
internal static class FileStoreFault
{
    public static bool Translates(Exception e) => e is IOException or UnauthorizedAccessException;

    public static PipelineException From(Exception e, string location, string act) =>
        new($"{location}: cannot {act}: {Reason(e)}.", Hint(e), inner: e);

    private static string Reason(Exception e) => e.Message.TrimEnd('.');

    private static string Hint(Exception e)
    {
        var errno = e is UnauthorizedAccessException ? Errno.AccessDenied : e.HResult;
        return errno switch
        {
            Errno.NoSpace => "The disk is full: free some space, or prune old releases, and run it again.",
            Errno.ReadOnly => "The file system is mounted read-only: choose another place for the store or remount it.",
            Errno.AccessDenied => "Give this user read and write permission on the store's directory, or choose another place.",
            Errno.NotDirectory or Errno.IsDirectory or Errno.Exists or Errno.NotFound =>
                "A file is where a directory is needed, or the other way round: remove it or choose another place for the store.",
            _ when errno == Errno.QuotaExceeded => "The disk quota is used up: free some space and run it again.",
            _ => "Check the disk and the file system of the store.",
        };
    }
}
