using Pipelines.Reporting;

namespace Pipelines.Views;

/// <summary>Named values, one a line.</summary>
public sealed record Facts(IReadOnlyList<(string Name, string Value)> Values) : View
{
    private int Width => Values.Max(fact => fact.Name.Length) + 1;

    public override string Text => string.Concat(Values.Select(fact => $"{fact.Name.PadRight(Width)}{PlainLine.Of(fact.Value)}\n"));

    public override string Markdown =>
        $"{string.Concat(Values.Select(fact => $"- **{MarkdownText.Escape(fact.Name)}** {MarkdownText.Escape(fact.Value)}\n"))}\n";
}
