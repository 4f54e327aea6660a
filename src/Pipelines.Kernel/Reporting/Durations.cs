using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipelines.Reporting;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>1h30m</c>, <c>2d</c>.</summary>
public static partial class Durations
{
    public const string Expected = "a duration such as 30s, 5m or 1h30m, at most ten years";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>Matches every valid text; in RE2 syntax.</summary>
    public const string Form = "^([0-9]+(ms|s|m|h|d))+$";

    public static bool TryParse(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var match = Parts().Match(text);
        if (match.Length != text.Length || text.Length == 0)
        {
            return false;
        }

        var milliseconds = 0d;
        foreach (var (name, unit) in Units)
        {
            if (match.Groups[name] is { Success: true, Value: var digits })
            {
                milliseconds += long.Parse(digits, CultureInfo.InvariantCulture) * unit.TotalMilliseconds;
            }
        }

        var sound = milliseconds <= Longest.TotalMilliseconds;
        value = sound ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero;
        return sound;
    }

    /// <summary>The shortest text that parses back to the duration, to the millisecond.</summary>
    public static string Format(TimeSpan value)
    {
        var rest = (long)Math.Round(value.TotalMilliseconds);
        if (rest == 0)
        {
            return "0s";
        }

        var parts = Units.Select(unit =>
        {
            var (count, left) = Math.DivRem(rest, (long)unit.Unit.TotalMilliseconds);
            rest = left;
            return count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count}{unit.Name}");
        });
        return string.Concat(parts);
    }

    private static readonly (string Name, TimeSpan Unit)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    [GeneratedRegex("^(?:(?<d>[0-9]{1,9})d)?(?:(?<h>[0-9]{1,9})h)?(?:(?<m>[0-9]{1,9})m)?(?:(?<s>[0-9]{1,9})s)?(?:(?<ms>[0-9]{1,9})ms)?$")]
    private static partial Regex Parts();
}
