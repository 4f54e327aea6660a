using System.Text.RegularExpressions;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>What a page of the documentation shows to be copied.</summary>
internal static partial class Guide
{
    /// <summary>The blocks of a language on a page, in order.</summary>
    /// <param name="page">Its path in the source tree.</param>
    /// <param name="language">As after the fence.</param>
    public static IReadOnlyList<string> Blocks(string page, string language) => BlocksOf(File.ReadAllText(SourceTree.At(page)), language);

    /// <summary>The same in the text of a page.</summary>
    public static IReadOnlyList<string> BlocksOf(string text, string language) => [.. Fence().Matches(text)
        .Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value)];

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
