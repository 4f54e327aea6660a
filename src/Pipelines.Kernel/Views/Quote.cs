using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Views;

/// <summary>What somebody or some program said, in its own lines. Of a long text only the beginning is shown.</summary>
/// <param name="Content">Plain text.</param>
/// <param name="IsWarning">Whether a reader must not miss it.</param>
public sealed record Quote(string Content, bool IsWarning = false) : View
{
    private const int Longest = 2000;

    public override string Text => $"{PlainLine.Of(Shown())}\n";

    /// <summary>A line that begins with an invisible space begins no list, heading or rule.</summary>
    public override string Markdown => (IsWarning ? "> [!WARNING]\n> 🚨 " : "> ") + string.Join("\\\n> \u200b",
        Shown().Trim().ReplaceLineEndings("\n").Split('\n').Select(MarkdownText.Escape)) + "\n\n";

    private string Shown()
    {
        var shown = Beginning.Of(Content, Longest);
        return shown.Length == Content.Length ? Content
            : string.Create(CultureInfo.InvariantCulture, $"{shown}… ({Content.Length - shown.Length:N0} more characters)");
    }
}
