using Pipelines.Reporting;

namespace Pipelines.Views;

/// <summary>A paragraph.</summary>
/// <param name="Content">A line of plain text.</param>
public sealed record Paragraph(string Content) : View
{
    public override string Text => $"{PlainLine.Of(Content)}\n";

    public override string Markdown => $"{MarkdownText.Escape(Content)}\n\n";
}
