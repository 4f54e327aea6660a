using System.Text.RegularExpressions;

namespace Pipelines.Model;

/// <summary>Names of commits.</summary>
public static partial class CommitHash
{
    /// <summary>What follows the hash where tracked files differ from the commit, as git writes it.</summary>
    public const string Dirty = "-dirty";

    /// <summary>Whether it is a whole SHA-1 or SHA-256 in hex, which names one commit for ever.</summary>
    public static bool IsFull(string text) => Full().IsMatch(text);

    /// <summary>Whether it is such a hash with <see cref="Dirty"/> behind it.</summary>
    public static bool IsDirty(string text) => text.EndsWith(Dirty, StringComparison.Ordinal) && IsFull(text[..^Dirty.Length]);

    [GeneratedRegex(@"^([0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex Full();
}
