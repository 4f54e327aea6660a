using NodaTime;
using Pipelines.Calendars.Cron;
using Pipelines.Calendars.ICalendar;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Calendars;

/// <summary>
/// Windows in the configuration file. They have the same form everywhere: a string for simple ones, a mapping for others.
/// </summary>
internal static class WindowKeys
{
    public static readonly Shape<DateTimeZone> ZoneShape = new ScalarShape<DateTimeZone>(
        "an IANA time zone such as Europe/Berlin",
        (string text, out DateTimeZone value, out string? error) => CalendarText.TryParseZone(text, out value!, out error));

    public static readonly Shape<LocalDateTime> DateTimeShape = new ScalarShape<LocalDateTime>(
        "a local date and time such as 2026-12-20T00:00",
        (string text, out LocalDateTime value, out string? error) => CalendarText.TryParseDateTime(text, out value, out error));

    public static readonly Shape<LocalDateTime> EndShape = new ScalarShape<LocalDateTime>(
        "a local date and time such as 2027-01-04T00:00, or a date for the end of that day",
        (string text, out LocalDateTime value, out string? error) => CalendarText.TryParseEnd(text, out value, out error));

    public static readonly Shape<DeploymentType> TypeShape = new ScalarShape<DeploymentType>(
        $"one of {string.Join(", ", DeploymentTypes.Names)}",
        (string text, out DeploymentType value, out string? error) => DeploymentTypes.TryParse(text, out value, out error));

    private static readonly Shape<LocalDate> DateShape = new ScalarShape<LocalDate>(
        "a date such as 2026-12-24",
        (string text, out LocalDate value, out string? error) => CalendarText.TryParseDate(text, out value, out error));

    private static readonly Shape<Window> WeeklyShape = new ScalarShape<Window>(
        "a time of the week such as mon-fri 09:00-17:00",
        TryParseWeekly);

    private static readonly Key<string> Name = Key.Optional("name", "Name shown when it decides.", Shapes.Text);
    private static readonly Key<Window> Weekly = Key.Optional("weekly", "A time of the week.", WeeklyShape);
    private static readonly Key<string> Cron = Key.Optional("cron", "When it starts, as a cron expression with five fields.", Shapes.Text);
    private static readonly Key<string> Rule = Key.Optional("rrule", "On which days it starts, as an RFC 5545 rule.", Shapes.Text);
    private static readonly Key<LocalDateTime?> Start = Key.Optional("start", "First occurrence of an rrule.", Optional(DateTimeShape));
    private static readonly Key<TimeSpan?> For = Key.Optional("for", "Duration of cron and rrule, in wall-clock time.",
        Optional(Shapes.Duration));
    private static readonly Key<IReadOnlyList<LocalDate>> Skip = Key.Optional("skip", "Days excluded from an rrule.",
        Shapes.List(DateShape));
    private static readonly Key<LocalDateTime?> From = Key.Optional("from", "Start of a one-off window.", Optional(DateTimeShape));
    private static readonly Key<LocalDateTime?> Until = Key.Optional("until",
        "End of a one-off window, exclusive; a date without a time is its last day.", Optional(EndShape));
    private static readonly Key<DateTimeZone> Zone = Key.Optional("zone", "Time zone, if it differs from the calendar's.", ZoneShape);
    private static readonly Key<IReadOnlyList<DeploymentType>> Types = Key.Optional("types", "Deployment types it opens for.",
        Shapes.Some(TypeShape)).Or([], "all");

    /// <summary>Windows that open: a string is a time of the week.</summary>
    public static Shape<IReadOnlyList<WindowSource>> Opening { get; } =
        Shapes.Some(Source("a window such as mon-fri 09:00-17:00", [Types], TryParseWeekly));

    /// <summary>Windows that freeze: a string is a date or time of the week, or GitLab's freezes.</summary>
    public static Shape<IReadOnlyList<WindowSource>> Freezing { get; } =
        Shapes.List(Source("gitlab, a date such as 2026-12-24", [], TryParseDay, gitLab: true));

    /// <summary>Windows that close: a string is a date.</summary>
    public static Shape<IReadOnlyList<WindowSource>> Closing { get; } = Shapes.List(Source("a date such as 2026-12-24", [], TryParseDay));

    private static Shape<T?> Optional<T>(Shape<T> shape) where T : struct => shape.Select(value => (T?)value);

    private static EitherShape<WindowSource> Source(string expected, IReadOnlyList<Key> more, ScalarParser<Window> usual,
        bool gitLab = false) => new(
        new ScalarShape<WindowSource>($"{expected}, or the path of an .ics file",
            (string text, out WindowSource value, out string? error) => TryParse(text, usual, gitLab, out value, out error)),
        new RecordShape<WindowSource>("a window", [Weekly, Cron, Rule, Start, For, Skip, From, Until, Zone, Name, .. more], Build));

    /// <summary>Every list accepts every string; if one is invalid, the list determines the error message.</summary>
    private static bool TryParse(string text, ScalarParser<Window> usual, bool gitLab, out WindowSource value, out string? error)
    {
        value = gitLab && text == "gitlab" ? new WindowSource.OfGitLab() : new WindowSource.InFile(text);
        error = null;
        if (value is WindowSource.OfGitLab || text.EndsWith(".ics", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!usual(text, out var window, out error) && !TryParseWeekly(text, out window, out _) && !TryParseDay(text, out window, out _))
        {
            return false;
        }

        (value, error) = (new WindowSource.Written(window), null);
        return true;
    }

    /// <summary>Reports a window that no clock in the zone ever shows.</summary>
    public static bool CheckComes(IEnumerable<WindowSource> sources, DateTimeZone zone, ConfigRecord record, Key key, ConfigReading reading)
    {
        var never = sources.OfType<WindowSource.Written>().FirstOrDefault(source => source.Window.NeverComes(zone))?.Window;
        return never is null || reading.Fail(
            record.PathOf(key), record.PositionOf(key), $"{PrintableText.Of(never.Text)} never comes: the clocks in "
                + $"{(never.Zone ?? zone).Id} go forward over it.", "Write another time.");
    }

    private static bool TryParseWeekly(string text, out Window value, out string? error) =>
        WeeklyWindow.TryParse(text, out value!, out error);

    private static bool TryParseDay(string text, out Window value, out string? error)
    {
        var ok = CalendarText.TryParseDate(text, out var date, out error);
        value = ok ? Window.Day(date) : null!;
        return ok;
    }

    private static bool Build(ConfigRecord record, ConfigReading reading, out WindowSource value)
    {
        value = null!;
        Key[] kinds = [.. new Key[] { Weekly, Cron, Rule, From }.Where(record.Has)];
        if (kinds.Length != 1)
        {
            return reading.Fail(record.Path, record.At,
                $"expected exactly one of weekly, cron, rrule, from, found "
                + $"{(kinds.Length == 0 ? "none" : string.Join(" and ", kinds.Select(key => key.Name)))}.");
        }

        Key[] needed = kinds[0] == Cron ? [For] : kinds[0] == Rule ? [Start, For] : kinds[0] == From ? [Until] : [];
        Key[] allowed = [.. needed, .. kinds[0] == Rule ? new Key[] { Skip } : []];
        if (needed.FirstOrDefault(key => !record.Has(key)) is { } missing)
        {
            return reading.Fail(record.PathOf(missing), record.At, $"is missing. Expected {missing.Expected}.");
        }

        if (new Key[] { Start, For, Skip, Until }.Except(allowed).FirstOrDefault(record.Has) is { } strange)
        {
            return reading.Fail(record.PathOf(strange), record.PositionOf(strange), $"cannot be combined with {kinds[0].Name}.");
        }

        if (Make(record, kinds[0], out var key, out var error) is not { } window)
        {
            return reading.Fail(record.PathOf(key), record.PositionOf(key), error!);
        }

        if (record.Has(Types) && !record.Require(Types).Any(EnvironmentCalendar.HeedsHours))
        {
            return reading.Fail(record.PathOf(Types), record.PositionOf(Types),
                "opens for nothing: a rollback and an emergency observe no window. Expected another type as well.");
        }

        value = new WindowSource.Written(
            window with { Text = record.Get(Name) ?? window.Text, Zone = record.Get(Zone), Types = record.Has(Types)
            ? record.Require(Types) : [] });
        return true;
    }

    /// <summary>The window; null if the value of a key is wrong.</summary>
    private static Window? Make(ConfigRecord record, Key kind, out Key key, out string? error)
    {
        (key, error) = (kind, null);
        if (kind == Weekly)
        {
            return record.Require(Weekly);
        }

        if (kind == From)
        {
            (var (from, until), key) = ((record.Get(From)!.Value, record.Get(Until)!.Value), Until);
            error = Freeze.TimesError(from, until);
            return error is null ? Window.Once($"{CalendarDates.Text(from)} to {CalendarDates.Text(until)}", from, until) : null;
        }

        var length = record.Get(For)!.Value;
        if (length < TimeSpan.FromSeconds(1) || length.TotalSeconds > RecurrenceText.LongestSeconds
            || length.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            (key, error) = (For, $"expected whole seconds, at most {RecurrenceText.LongestDays} days.");
            return null;
        }

        return kind == Cron ? CronWindow.TryParse(record.Require(Cron), length, out var window, out error)
            ? window : null : Recurring(record, length, ref key, out error);
    }

    private static Window? Recurring(ConfigRecord record, TimeSpan length, ref Key key, out string? error)
    {
        var (start, skip, text) = (record.Get(Start)!.Value, record.Get(Skip) ?? [], record.Require(Rule));
        try
        {
            LocalDate? strange = null;
            var days = RecurrenceText.Parse(text, new IcsTime(start, IsDate: false, record.Get(Zone)), rule =>
            {
                strange = skip.Where(date => !rule.Matches(date)).Select(date => (LocalDate?)date).FirstOrDefault();
                return skip.ToHashSet();
            }, (what, hint) => new PipelineException(what, hint));
            var begin = start.TimeOfDay.TickOfDay / NodaConstants.TicksPerSecond;
            error = strange is { } date ? $"{CalendarDates.Text(date)} is not a day of the rule." : null;
            key = error is null ? key : Skip;
            error ??= days.IsEmpty ? "never comes: all occurrences of the rule are excluded." : null;
            return error is null
                ? new Window($"{text} at {start:HH:mm} for {Durations.Format(length)}", days,
                [new DaySpan(begin, begin + (long)length.TotalSeconds)]) : null;
        }
        catch (PipelineException e)
        {
            error = e.Message;
            return null;
        }
    }
}
