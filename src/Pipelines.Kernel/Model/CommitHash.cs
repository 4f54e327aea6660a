using System.Text.RegularExpressions;

namespace Pipelines.Model;

/// <summary>Names of commits.</summary>
public static partial class CommitHash
{
    /// <summary>Whether it is a whole SHA-1 or SHA-256 in hex, which names one commit for ever.</summary>
    public static bool IsFull(string text) => Full().IsMatch(text);

    [GeneratedRegex(@"^([0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex Full();
}
