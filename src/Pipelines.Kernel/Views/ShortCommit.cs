using Pipelines.Model;

namespace Pipelines.Views;

/// <summary>A commit as people write it.</summary>
public static class ShortCommit
{
    /// <summary>Its first seven digits, and <c>-dirty</c> if it has that; null for no commit.</summary>
    public static string? Of(string? commit) => commit is { Length: > 7 }
        ? commit.EndsWith(CommitHash.Dirty, StringComparison.Ordinal) ? commit[..7] + CommitHash.Dirty : commit[..7]
        : commit;
}
