using System.Globalization;

namespace Pipelines.Reporting;

/// <summary>Human-readable durations.</summary>
public static class DurationText
{
    /// <summary>For example <c>850 ms</c>, <c>2.1 s</c>, <c>3 min 20 s</c> or <c>1 h 5 min</c>.</summary>
    public static string ForPeople(this TimeSpan duration) => duration switch
    {
        { TotalMilliseconds: < 999.5 } => Text($"{duration.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 59.95 } => Text($"{duration.TotalSeconds:0.#} s"),
        { TotalHours: < 1 } => Text($"{duration.Minutes} min{Rest(duration.Seconds, "s")}"),
        _ => Text($"{(long)duration.TotalHours} h{Rest(duration.Minutes, "min")}"),
    };

    private static string Rest(int amount, string unit) => amount == 0 ? "" : Text($" {amount} {unit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
