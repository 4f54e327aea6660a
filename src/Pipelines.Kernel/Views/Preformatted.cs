namespace Pipelines.Views;

/// <summary>Text whose lines and columns stand as they are. Foreign text in it has been made harmless.</summary>
public sealed record Preformatted(string Content) : View
{
    public override string Text => Content;

    /// <summary>Indented, because a line could close a fence.</summary>
    public override string Markdown =>
        Content.Length == 0 ? "" : $"{string.Concat(Content.TrimEnd('\n').Split('\n').Select(line => $"    {line}\n"))}\n";
}
