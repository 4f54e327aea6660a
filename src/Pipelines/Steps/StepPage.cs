using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.Steps;

/// <summary>A step's part of the job's summary page.</summary>
/// <param name="Title">The heading, plain text.</param>
/// <param name="Views">What follows.</param>
public sealed record StepPage(string Title, IReadOnlyList<View> Views)
{
    public string Markdown =>
        $"### {MarkdownText.Escape(Title)}\n\n{string.Concat(Views.Select(view => view.Markdown))}".TrimEnd('\n') + "\n";
}
