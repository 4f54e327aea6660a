using System.IO.Enumeration;

namespace Pipelines.Adapters.Posix;

/// <summary>Hands over files that root created in someone else's directory. Linux only.</summary>
public static class Ownership
{
    private const uint Root = 0;

    /// <summary>File timestamps use a coarser clock, which lags by up to one kernel tick: 10 ms at most.</summary>
    private static readonly TimeSpan FileClockLag = TimeSpan.FromMilliseconds(10);

    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>
    /// Files below the directory that belong to root and changed since then are given to the directory's owner and group. Links are not
    /// followed. Does nothing if root owns the directory.
    /// </summary>
    /// <exception cref="IOException">Something cannot be accessed or changed.</exception>
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
