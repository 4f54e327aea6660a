using NodaTime;
using Pipelines.Calendars;
using Pipelines.Calendars.Windows;
using Pipelines.Gates.Decisions;
using Pipelines.Reporting;

namespace Pipelines.Gates;

/// <summary>
/// The rules of an environment that have run out. A rule with several times, such as holiday dates or a file, has run out if the last one
/// has: it is normal for some to be past, but if all are, somebody probably believes that the rule still applies.
/// </summary>
public static class SpentRules
{
    /// <summary>All of them at an instant, freezes first.</summary>
    public static IReadOnlyList<SpentRule> Of(GateRules rules, Instant now) =>
    [
        .. rules.Freezes.Where(freeze => !freeze.IsKeptElsewhere
            && (freeze.Environments.Count == 0 || freeze.Environments.Contains(rules.Environment, StringComparer.Ordinal)))
            .Select(freeze => Judge($"the freeze {PrintableText.Of(freeze.Name)}", freeze.Windows, freeze.Zone, now)).OfType<SpentRule>(),
        .. rules.Calendar is { } calendar ? Of(calendar, now) : [],
    ];

    private static IEnumerable<SpentRule> Of(BusinessCalendar calendar, Instant now) =>
    [
        .. calendar.Holidays.GroupBy(window => window.File)
            .Select(group => Judge(group.Key is { } file ? File("holidays", file) : "the list of holidays", group, calendar.Zone, now))
            .OfType<SpentRule>(),
        .. calendar.Windows.GroupBy(window => window.File ?? window.Text).Select(group => Judge(
            group.First().File is { } file
                ? File("windows", file) : $"the window {PrintableText.Of(group.Key)}", group, calendar.Zone, now)).OfType<SpentRule>(),
        .. calendar.EmptyFiles.Select(file => new SpentRule($"the file {PrintableText.Of(file)}", null, calendar.Zone)),
    ];

    private static string File(string what, string file) => $"the file of {what} {PrintableText.Of(file)}";

    private static SpentRule? Judge(string name, IEnumerable<Window> windows, DateTimeZone zone, Instant now)
    {
        var ends = windows.Where(window => !window.Times.IsEmpty).Select(window => window.End(zone)).ToList();
        return ends.TrueForAll(end => end <= now) ? new SpentRule(name, ends.Max(), zone) : null;
    }
}
