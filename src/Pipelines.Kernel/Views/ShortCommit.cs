namespace Pipelines.Views;

/// <summary>A commit as people write it.</summary>
public static class ShortCommit
{
    private const string Dirty = "-dirty";

    /// <summary>Its first seven digits, and <c>-dirty</c> if it has that; null for no commit.</summary>
    public static string? Of(string? commit) => commit is { Length: > 7 }
        ? commit.EndsWith(Dirty, StringComparison.Ordinal) ? commit[..7] + Dirty : commit[..7]
        : commit;
}
