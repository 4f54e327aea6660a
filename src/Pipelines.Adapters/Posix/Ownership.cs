using System.IO.Enumeration;

namespace Pipelines.Adapters.Posix;

/// <summary>Gives back what root made in someone else's directory. Linux only.</summary>
public static class Ownership
{
    private const uint Root = 0;

    /// <summary>Files are stamped by a coarser clock, which lags by a tick of the kernel: 10 ms at most.</summary>
    private static readonly TimeSpan FileClockLag = TimeSpan.FromMilliseconds(10);

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>
    /// What belongs to root below the directory and changed since then becomes the directory's owner's and group's. Links are not followed.
    /// Nothing when root owns the directory.
    /// </summary>
    /// <exception cref="IOException">Something cannot be looked at or given.</exception>
    public static void GiveBack(string directory, DateTimeOffset since)
    {
        var owner = Libc.OwnerOf(directory);
        if (owner.User == Root)
        {
            return;
        }

        var earliest = since - FileClockLag;
        foreach (var path in Below(directory))
        {
            var entry = Libc.OwnerOf(path);
            if (entry.User == Root && entry.ChangedAt >= earliest && Libc.ChangeOwner(path, owner.User, owner.Group) != 0)
            {
                throw Libc.Failure(path);
            }
        }
    }

    private static FileSystemEnumerable<string> Below(string directory) =>
        new(directory, (ref FileSystemEntry entry) => entry.ToFullPath(), Everything)
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
}
