namespace Pipelines.Views;

/// <summary>A commit as people write it.</summary>
public static class ShortCommit
{
    /// <summary>Its first seven digits; null for no commit.</summary>
    public static string? Of(string? commit) => commit is { Length: > 7 } ? commit[..7] : commit;
}
