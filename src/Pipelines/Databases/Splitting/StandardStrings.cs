using System.Text.RegularExpressions;

namespace Pipelines.Databases.Splitting;

/// <summary>The setting <c>standard_conforming_strings</c>, which decides what a backslash in a string means.</summary>
internal static partial class StandardStrings
{
    /// <summary>Its value after a statement.</summary>
    public static bool After(string statement, bool before)
    {
        var setting = statement.StartsWith("set", StringComparison.OrdinalIgnoreCase) ? Setting().Match(statement) : Match.Empty;
        return setting.Success ? setting.Groups["on"].Success : before;
    }

    [GeneratedRegex(@"^set\s+((session|local)\s+)?standard_conforming_strings\s*(=|\s+to\s)\s*"
        + "'?((?<on>on|true|yes|1|default)|off|false|no|0)'?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();
}
