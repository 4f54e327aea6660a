using System.Text.RegularExpressions;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>What a page of the documentation shows to be copied.</summary>
internal static class Guide
{
    /// <summary>The blocks of a language on a page, in order.</summary>
    /// <param name="page">Its path in the source tree.</param>
    /// <param name="language">As after the fence.</param>
    public static IReadOnlyList<string> Blocks(string page, string language) =>
        [.. Regex.Matches(File.ReadAllText(SourceTree.At(page)), $"^```{language}\n(.*?)^```",
            RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value)];
}
