using System.Globalization;

namespace Pipelines.Reporting;

/// <summary>A number with what it counts.</summary>
public static class Plural
{
    /// <summary>"1 file", "2 files".</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">What, in the singular. Its plural ends in s.</param>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
