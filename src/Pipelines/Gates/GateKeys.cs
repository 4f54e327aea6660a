using System.Globalization;
using NodaTime;
using Pipelines.Configuration;

namespace Pipelines.Gates;

/// <summary>Keys of the configuration file that the gate reads.</summary>
public static class GateKeys
{
    private static readonly Shape<DateTimeZone> ZoneShape = new ScalarShape<DateTimeZone>(
        "an IANA time zone such as Europe/Berlin",
        (string text, out DateTimeZone value, out string? error) => CalendarText.TryParseZone(text, out value!, out error));

    private static readonly Shape<WeeklyWindow> WindowShape = new ScalarShape<WeeklyWindow>(
        "a window such as mon-fri 09:00-17:00",
        (string text, out WeeklyWindow value, out string? error) => WeeklyWindow.TryParse(text, out value!, out error));

    private static readonly Shape<LocalDateTime> DateTimeShape = new ScalarShape<LocalDateTime>(
        "a local date and time such as 2026-12-20T00:00",
        (string text, out LocalDateTime value, out string? error) => CalendarText.TryParseDateTime(text, out value, out error));

    private static readonly Shape<HolidaySource> HolidayShape = new ScalarShape<HolidaySource>(
        "a date such as 2026-12-24, or a path of an .ics file",
        (string text, out HolidaySource value, out string? error) =>
        {
            error = null;
            value = text.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) ? new HolidaySource.InFile(text)
                : CalendarText.TryParseDate(text, out var date, out error) ? new HolidaySource.OnDate(date) : null!;
            return error is null;
        });

    private static readonly Shape<DeploymentType> TypeShape = new ScalarShape<DeploymentType>(
        $"one of {string.Join(", ", DeploymentTypes.Names)}",
        (string text, out DeploymentType value, out string? error) => DeploymentTypes.TryParse(text, out value, out error));

    private static readonly Key<DateTimeZone> Zone = Key.Needed("zone", "Whose wall clock counts.", ZoneShape);
    private static readonly Key<IReadOnlyList<WeeklyWindow>> Open = Key.Optional("open", "When deployments may start: days, then from and to. The end is outside.", Shapes.List(WindowShape)).Or([], "always");
    private static readonly Key<IReadOnlyList<HolidaySource>> Holidays = Key.Optional("holidays", "Days that are closed whatever the windows say.", Shapes.List(HolidayShape)).Or([], "none");

    private static readonly Key<string> FreezeName = Key.Needed("name", "Shown when it blocks.", Shapes.Text);
    private static readonly Key<LocalDateTime> From = Key.Needed("from", "First moment.", DateTimeShape);
    private static readonly Key<LocalDateTime> Until = Key.Needed("until", "First moment that is free again.", DateTimeShape);
    private static readonly Key<IReadOnlyList<string>> FrozenStages = Key.Optional("environments", "Which environments it closes.", Shapes.List(Shapes.Text)).Or([], "all");
    private static readonly Key<IReadOnlyList<DeploymentType>> Except = Key.Optional("except", "Deployment types that pass. A rollback always does.", Shapes.List(TypeShape)).Or([], "none");

    private static readonly Key<string> ReasonPattern = Key.Optional("reason", "Regular expression that the reason of an override must match somewhere.", Shapes.Text);
    private static readonly Key<int> ReasonLength = Key.Optional("reason-length", "Least length of the reason.", Shapes.Integer(1, 1000))
        .Or(OverridePolicy.DefaultMinLength, OverridePolicy.DefaultMinLength.ToString(CultureInfo.InvariantCulture));

    public static Key<IReadOnlyDictionary<string, CalendarSpec>> Calendars { get; } = Key.Optional(
        "calendars", "Business calendars by name, for environments to use.", Shapes.Map(
            Shapes.Record("a calendar", [Zone, Open, Holidays], record => new CalendarSpec(record.Require(Zone), record.Require(Open), record.Require(Holidays))),
            NamePattern.Identifier)).Or(new Dictionary<string, CalendarSpec>(), "none") with
    {
        Example = """
            app: backend
            calendars:
              office:
                zone: Europe/Berlin
                open: ["mon-thu 09:00-18:00", "fri 09:00-15:00"]   # half-open: at 18:00 it is closed
                holidays: [2026-12-24, 2026-12-31]                 # dates, or paths of .ics files
              night:
                zone: Europe/Berlin
                open: ["22:00-02:00"]                              # every day, over midnight
            environments:
              production:
                calendar: office
                hosts: ["local:"]
            """,
    };

    public static Key<IReadOnlyList<Freeze>> Freezes { get; } = Key.Optional(
        "freezes", "Times in which nothing is deployed.", Shapes.List(new RecordShape<Freeze>(
            "a freeze", [FreezeName, From, Until, Zone, FrozenStages, Except], BuildFreeze))).Or([], "none") with
    {
        Example = """
            app: backend
            freezes:
              - name: year-end
                from: 2026-12-20T00:00
                until: 2027-01-04T00:00
                zone: Europe/Berlin
                environments: [production]       # none named: all
                except: [emergency_manual]       # a rollback always passes
            environments:
              production:
                hosts: ["local:"]
            """,
    };

    public static Key<string> Calendar { get; } = Key.Optional("calendar", "Name of the calendar that opens and closes it.", Shapes.Text) with { DefaultText = "always open" };

    public static Key<IReadOnlyList<string>> Triggers { get; } = Key.Optional(
        "triggers", "Which triggers may deploy here, such as workflow_run and workflow_dispatch.", Shapes.List(Shapes.Choice([.. Trigger.Names.Select(name => (name, name))])))
        .Or([], "all that can deploy") with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                triggers: [workflow_run, workflow_dispatch]   # a push alone does not deploy: its checks may still fail
            """,
    };

    public static Key<OverridePolicy> Override { get; } = Key.Optional(
        "override", "What it takes to deploy against the calendar.", new RecordShape<OverridePolicy>("an override policy", [ReasonPattern, ReasonLength], BuildPolicy))
        .Or(new OverridePolicy(), "a reason of 10 characters") with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                override:
                  reason: "(CVE|INC)-[0-9]+"   # the reason must name one
                  reason-length: 20
            """,
    };

    /// <summary>Everything that decides about an environment, with files of holidays read.</summary>
    public static GateRules Rules(ConfigFile config, string stage)
    {
        var record = config.Stage(stage);
        var calendar = record.Get(Calendar) is { } name ? config.Top.Require(Calendars)[name].Build(config) : null;
        return new GateRules(stage, calendar, config.Top.Require(Freezes), record.Require(Triggers), record.Require(Override));
    }

    /// <summary>Calendars and environments that are named must exist.</summary>
    public static void Check(ConfigNode root, ConfigReading reading)
    {
        References.Check(root, reading, ["environments", "*", Calendar.Name], Calendars.Name, "a calendar");
        References.Check(root, reading, [Freezes.Name, "*", FrozenStages.Name, "*"], "environments", "an environment");
    }

    private static bool BuildFreeze(ConfigRecord record, ConfigReading reading, out Freeze value)
    {
        var (from, until) = (record.Get(From), record.Get(Until));
        value = new Freeze(record.Require(FreezeName), from, until, record.Require(Zone), record.Require(FrozenStages), record.Require(Except));
        return Freeze.TimesError(from, until) is not { } error || reading.Fail(record.PathOf(Until), record.PositionOf(Until), error);
    }

    private static bool BuildPolicy(ConfigRecord record, ConfigReading reading, out OverridePolicy value) =>
        OverridePolicy.TryParse(record.Get(ReasonPattern), record.Get(ReasonLength), out value!, out var error)
        || reading.Fail(record.PathOf(ReasonPattern), record.PositionOf(ReasonPattern), error);
}
