using Pipelines.Reporting;

namespace Pipelines.Views;

/// <summary>What somebody or some program said.</summary>
/// <param name="Content">A line of plain text.</param>
/// <param name="IsWarning">Whether a reader must not miss it.</param>
public sealed record Quote(string Content, bool IsWarning = false) : View
{
    public override string Text => $"{PlainLine.Of(Content)}\n";

    public override string Markdown => $"{(IsWarning ? "> [!WARNING]\n> 🚨 " : "> ")}{MarkdownText.Escape(Content)}\n\n";
}
