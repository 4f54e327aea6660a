namespace Pipelines.Reporting;

/// <summary>The beginning of a text that is too long.</summary>
public static class Beginning
{
    /// <summary>The whole text if it is short enough; else its first characters, never half of a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many UTF-16 code units at most; 0 or more.</param>
    public static string Of(string text, int most) =>
        text.Length <= most ? text : text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
