using NodaTime;
using Pipelines.Calendars;
using Pipelines.Calendars.Windows;
using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Gates.Decisions;
using Pipelines.Gates.Overrides;
using Pipelines.Model;

namespace Pipelines.Gates;

/// <summary>Configuration keys for the gate.</summary>
public static class GateKeys
{
    private static readonly Key<DateTimeZone> Zone = Key.Needed("zone", "Time zone of the calendar.", WindowKeys.ZoneShape);
    private static readonly Key<IReadOnlyList<WindowSource>> Open = Key.Optional("open",
        "When deployments may start: days, then from and to. The end is exclusive.", WindowKeys.Opening).Or([], "always");
    private static readonly Key<IReadOnlyList<WindowSource>> Holidays = Key.Optional("holidays",
        "Times that are closed, regardless of windows.", WindowKeys.Closing).Or([], "none");

    private static readonly Key<string> FreezeName = Key.Needed("name", "Name shown when it blocks a deployment.", Shapes.Text);
    private static readonly Key<LocalDateTime> From = Key.Optional("from", "Start of a one-off freeze.", WindowKeys.DateTimeShape);
    private static readonly Key<LocalDateTime> Until = Key.Optional("until",
        "End of a one-off freeze, exclusive; a date without a time is its last day.", WindowKeys.EndShape);
    private static readonly Key<DateTimeZone?> FreezeZone = Key.Optional<DateTimeZone?>("zone",
        "Time zone of the freeze; GitLab's deploy freezes have their own.", WindowKeys.ZoneShape.Select(zone => (DateTimeZone?)zone));
    private static readonly Key<IReadOnlyList<WindowSource>> During = Key.Optional("during",
        "When, instead of from and until: dates, times of the week, windows with a rule, files; gitlab for the deploy freezes "
            + "configured in the GitLab project.", WindowKeys.Freezing).Or([], "none");
    private static readonly Key<IReadOnlyList<string>> FrozenEnvironments = Key.Optional("environments", "Environments that it closes.",
        Shapes.List(Shapes.Text)).Or([], "all");
    private static readonly Key<IReadOnlyList<DeploymentType>> Except =
        Key.Optional("except", "Deployment types that pass. A rollback always does.", Shapes.List(WindowKeys.TypeShape)).Or([], "none");
    private static readonly Key<IReadOnlyList<DeploymentType>> Types = Key.Optional("types", "Deployment types that it blocks.",
        Shapes.List(WindowKeys.TypeShape)).Or([], "all");
    private static readonly Key<IReadOnlyList<string>> Apps = Key.Optional("apps",
        "Apps that it blocks, for a file shared by several apps.", Shapes.List(Shapes.Text)).Or([], "all");

    private static readonly Key<bool> Hard = Key.Optional("hard", "No override can open it.", Shapes.Boolean).Or(false, "false");

    public static Key<IReadOnlyDictionary<string, CalendarSpec>> Calendars { get; } = Key.Optional(
        "calendars", "Business calendars by name, for use by environments.", Shapes.Map(
            new RecordShape<CalendarSpec>("a calendar", [Zone, Open, Holidays], BuildCalendar),
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
                open:
                  - "22:00-02:00"                                  # every day, over midnight
                  - { cron: "0 4 * * sun", for: 90m, types: [scheduled_maintenance] }
                  - { rrule: "FREQ=MONTHLY;BYDAY=2SA", start: 2026-01-10T08:00, for: 4h, skip: [2026-05-09] }
                  - { from: 2026-12-05T08:00, until: 2026-12-05T12:00, name: move }
            environments:
              production:
                calendar: office
                hosts: ["local:"]
            """,
    };

    public static Key<IReadOnlyList<FreezeSpec>> Freezes { get; } = Key.Optional(
        "freezes", "Times when nothing may be deployed.", Shapes.List(new RecordShape<FreezeSpec>(
            "a freeze", [FreezeName, From, Until, During, FreezeZone, FrozenEnvironments, Except, Types, Apps, Hard], BuildFreeze)))
                .Or([], "none") with
    {
        Example = """
            app: backend
            freezes:
              - name: year-end
                from: 2026-12-20T00:00
                until: 2027-01-04T00:00
                zone: Europe/Berlin
                environments: [production]       # default: all
                except: [emergency_manual]       # a rollback always passes
              - name: friday
                during: "fri 14:00-24:00"        # any window of a calendar, dates, .ics files
                zone: Europe/Berlin
                types: [automated_ci, direct_push]
                apps: [backend]
              - { name: gitlab, during: gitlab }  # the deploy freezes in the GitLab settings
            environments:
              production:
                hosts: ["local:"]
            """,
    };

    public static Key<string> Calendar { get; } = Key.Optional("calendar", "Name of the calendar that opens and closes the environment.",
        Shapes.Text) with
    { DefaultText = "always open" };

    public static Key<IReadOnlyList<string>> Triggers { get; } = Key.Optional(
        "triggers", "Triggers that may deploy here, such as workflow_run and workflow_dispatch.",
        Shapes.List(Shapes.Choice(Array.ConvertAll([.. Trigger.Names], name => (name, name)))))
        .Or([], "all deploying triggers") with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                triggers: [workflow_run, workflow_dispatch]   # not on push, because the checks may still fail
            """,
    };

    public static Key<TimeSpan?> TimeLeft { get; } = Key.Optional(
        "time-left", "Minimum time until the calendar closes for a deployment to be admitted. Emergencies and overrides pass.",
        Shapes.Duration.Select(value => (TimeSpan?)value)) with
    {
        DefaultText = "none",
        Example = """
            app: backend
            calendars:
              office: { zone: Europe/Berlin, open: ["mon-fri 09:00-18:00"] }
            environments:
              production:
                hosts: ["local:"]
                calendar: office
                time-left: 15m       # nothing is admitted from 17:45 on
            """,
    };

    /// <summary>Everything that decides about an environment, with holiday files read.</summary>
    public static GateRules Rules(ConfigFile config, string environment)
    {
        var record = config.Environment(environment);
        var calendar = record.Get(Calendar) is { } name ? config.Top.Require(Calendars)[name].Build(config) : null;
        return new GateRules(environment, calendar, FreezesOf(config), record.Require(Triggers), record.Require(OverrideKeys.Override))
        {
            KnowsPlatformFreezes = config.Top.Require(Freezes).Any(spec => spec.During.Any(source => source is WindowSource.OfGitLab)),
            TimeLeft = Duration.FromTimeSpan(record.Get(TimeLeft) ?? TimeSpan.Zero),
        };
    }

    /// <summary>The freezes that apply to the app, with their files read.</summary>
    public static IReadOnlyList<Freeze> FreezesOf(ConfigFile config)
    {
        var app = config.Top.Require(CoreKeys.App);
        return [.. config.Top.Require(Freezes).Where(spec => spec.Freeze.Apps.Count == 0 || spec.Freeze.Apps.Contains(app))
            .Select(spec => spec.Build(config))];
    }

    /// <summary>Referenced calendars and environments must exist.</summary>
    public static void Check(ConfigNode root, ConfigReading reading)
    {
        References.Check(root, reading, ["environments", "*", Calendar.Name], Calendars.Name, "a calendar");
        References.Check(root, reading, [Freezes.Name, "*", FrozenEnvironments.Name, "*"], "environments", "an environment");
    }

    private static bool BuildCalendar(ConfigRecord record, ConfigReading reading, out CalendarSpec value)
    {
        value = new CalendarSpec(record.Require(Zone), record.Require(Open), record.Require(Holidays));
        return WindowKeys.CheckComes(value.Windows, value.Zone, record, Open, reading) & WindowKeys.CheckComes(value.Holidays, value.Zone,
            record, Holidays, reading);
    }

    private static bool BuildFreeze(ConfigRecord record, ConfigReading reading, out FreezeSpec value)
    {
        var (name, from, until, once) =
            (record.Require(FreezeName), record.Get(From), record.Get(Until), record.Has(From) || record.Has(Until));
        var freeze =
            new Freeze(name, [], record.Get(FreezeZone) ?? DateTimeZone.Utc, record.Require(FrozenEnvironments), record.Require(Except))
        {
            Types = record.Require(Types),
            Apps = record.Require(Apps),
            IsHard = record.Get(Hard),
        };
        value = new FreezeSpec(freeze, record.Require(During));
        if (once == record.Has(During))
        {
            return reading.Fail(record.Path, record.At, "expected either from and until, or during.");
        }

        if (!record.Has(FreezeZone) && (once || value.During.Any(source => source is not WindowSource.OfGitLab)))
        {
            return reading.Fail(record.PathOf(FreezeZone), record.At, $"is missing. Expected {FreezeZone.Expected}.");
        }

        if (!Enum.GetValues<DeploymentType>().Any(type => type != DeploymentType.None && freeze.Holds(type)))
        {
            return reading.Fail(record.Path, record.At,
                "blocks no deployment type: all of types are also in except, or are a rollback, which always passes.");
        }

        if (!once)
        {
            return WindowKeys.CheckComes(value.During, freeze.Zone, record, During, reading);
        }

        if (new Key[] { From, Until }.FirstOrDefault(key => !record.Has(key)) is { } missing)
        {
            return reading.Fail(record.PathOf(missing), record.At, $"is missing. Expected {missing.Expected}.");
        }

        if (Freeze.TimesError(from, until) is { } error)
        {
            return reading.Fail(record.PathOf(Until), record.PositionOf(Until), error);
        }

        value = value with { Freeze = freeze with { Windows = [Window.Once(name, from, until)] } };
        return WindowKeys.CheckComes([new WindowSource.Written(value.Freeze.Windows[0])], freeze.Zone, record, From, reading);
    }
}
