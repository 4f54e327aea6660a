using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Calendars.Cron;

/// <summary>One of the five fields of a cron expression.</summary>
/// <param name="Name">Used in messages.</param>
/// <param name="Least">Its minimum value.</param>
/// <param name="Most">Its maximum value.</param>
/// <param name="Names">Names for the numbers from <paramref name="Least"/> on; empty for none.</param>
internal sealed record CronField(string Name, int Least, int Most, IReadOnlyList<string> Names)
{
    private const int Sunday = 7; // also 0

    public static IReadOnlyList<CronField> All { get; } =
    [
        new("minute", 0, 59, []),
        new("hour", 0, 23, []),
        new("day of month", 1, 31, []),
        new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        new("day of week", 0, Sunday, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>A list of <c>*</c>, values and ranges, each with an optional step, as a bit set.</summary>
    public bool TryParse(string text, out ulong values, [NotNullWhen(false)] out string? error)
    {
        values = 0;
        foreach (var item in text.Split(','))
        {
            if (Item(item) is not var (from, to, step))
            {
                error = $"\"{PrintableText.Of(item)}\" is not a valid {Name} in a cron expression. Expected {Least} to "
                    + $"{Most}{(Names.Count > 0 ? $" or {Names[0]} to {Names[^1]}" : "")}, a range such as 1-5, or a step such as */2.";
                return false;
            }

            for (var value = from; value <= to; value += step)
            {
                values |= 1UL << (Most == Sunday ? value % Sunday : value);
            }
        }

        error = null;
        return true;
    }

    private (int From, int To, int Step)? Item(string text)
    {
        var parts = text.Split('/');
        var ends = parts[0].Split('-');
        var step = parts.Length == 1 ? 1 : parts.Length == 2 ? Number(parts[1], 1, Most) : null;
        var (from, to) = parts[0] == "*" ? (Least, Most)
            : ends.Length == 1 ? (Value(ends[0]), parts.Length == 2 ? Most : Value(ends[0]))
            : ends.Length == 2 ? (Value(ends[0]), Value(ends[1]))
            : (null, null);
        to = Most == Sunday && to == 0 && from > 0 ? Sunday : to; // fri-sun
        return step is { } by && from <= to ? (from.Value, to.Value, by) : null;
    }

    private int? Value(string text) =>
        Names.Index().FirstOrDefault(name => name.Item.Equals(text, StringComparison.OrdinalIgnoreCase)) is { Item: not null } named
        ? named.Index + Least
        : Number(text, Least, Most);

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number : null;
}
