namespace Pipelines.Views;

/// <summary>Foreign text on one line.</summary>
internal static class PlainLine
{
    /// <summary>The text with a space for every control character.</summary>
    public static string Of(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
