using Pipelines.Reporting;

namespace Pipelines.Views;

/// <summary>Related pages, in one line of a summary page; a terminal shows none.</summary>
public sealed record Links(IReadOnlyList<Link> Pages) : View
{
    public override string Text => "";

    public override string Markdown => MarkdownText.Line(Pages) is { Length: > 0 } line ? $"{line}\n\n" : "";
}
