using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.TimeZones;
using Pipelines.Calendars.Times;
using Pipelines.Calendars.Windows;
using Pipelines.Gates.Decisions;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.Gates;

/// <summary>A decision of the gate, with every rule that applies.</summary>
public sealed record GateExplanation : View
{
    private const int MostHolidays = 5; // those that apply, then the next ones; a file may have thousands
    private const int MostRules = 50;

    /// <summary>Reasons that come from a calendar rule.</summary>
    private static readonly string[] ByTheClock =
        [GateReasons.Open, GateReasons.Scheduled, GateReasons.Freeze, GateReasons.Holiday, GateReasons.ClosingSoon];

    private readonly GateRequest request;
    private readonly GateDecision decision;
    private readonly DateTimeZone zone;
    private readonly RuleState? decides;

    public GateExplanation(GateRules rules, GateRequest request, GateDecision decision)
    {
        (this.request, this.decision) = (request, decision);
        var calendar = rules.Calendar ?? BusinessCalendar.AlwaysOpen(DateTimeZone.Utc);
        var type = Gate.TypeOf(request);
        var hours = EnvironmentCalendar.HeedsHours(type) ? null : $"not for {type.WireName()}";
        zone = calendar.Zone;
        Rules =
        [
            .. rules.Freezes.SelectMany(freeze =>
                freeze.Windows.Select(window =>
                    State("freeze", Name(freeze, window), PassedOver(freeze, rules.Environment, type), window, freeze.Zone, wide: true)))
                        .Take(MostRules),
            .. calendar.Holidays.Select(window => State("holiday", window.Text, hours, window, zone, wide: false))
                .Where(rule => rule.Changes is not null).OrderBy(rule => (!rule.Holds, rule.Changes)).Take(MostHolidays),
            .. calendar.Windows.Select(window =>
                State("window", window.Text, hours
                    ?? (calendar.IsFor(window, type) ? null : $"not for {type.WireName()}"), window, zone, wide: false)).Take(MostRules),
        ];
        decides = ByTheClock.Contains(decision.ReasonCode) ? Rules.FirstOrDefault(rule => rule.Holds && rule.PassedOver is null) : null;
    }

    /// <summary>Freezes, holidays and windows, in order of precedence.</summary>
    public IReadOnlyList<RuleState> Rules { get; }

    private View Moments => new Table<(string Moment, Instant? At)>()
        .Shown("", row => row.Moment)
        .Shown("UTC", row => Utc(row.At))
        .Shown(zone.Id, row => Local(row.At))
        .Of([("now", request.Now), (decision.ShouldDeploy ? "closes" : "opens", Turn)]);

    private View Table => new Table<RuleState>()
        .Shown("Rule", rule => $"{rule.Kind} {PrintableText.Of(rule.Name)}")
        .Shown("Now", Standing)
        .Shown("Changes (UTC)", rule => Utc(rule.Changes ?? rule.RanOut))
        .Shown($"Changes ({zone.Id})", rule => Local(rule.Changes ?? rule.RanOut))
        .Of(Rules);

    /// <summary>When the decision changes; null if it does not.</summary>
    private Instant? Turn => decision.ShouldDeploy ? decision.ClosesAt : decision.NextOpen;

    /// <summary>The relevant times, then the rules.</summary>
    public override string Text => $"{Moments.Text}{(Rules.Count > 0 ? $"\n{Table.Text}" : "")}time zones {Tzdb}\n";

    public override string Markdown => $"{Moments.Markdown}{Table.Markdown}";

    public override void AddTo(JsonObject result) => result["explain"] = Json;

    private JsonObject Json => new()
    {
        ["zone"] = zone.Id,
        ["time_zones"] = Tzdb,
        ["now"] = Utc(request.Now),
        ["now_local"] = Local(request.Now),
        ["changes"] = Utc(Turn),
        ["changes_local"] = Local(Turn),
        ["rules"] = new JsonArray([.. Rules.Select(rule => new JsonObject
        {
            ["kind"] = rule.Kind,
            ["name"] = rule.Name,
            ["holds"] = rule.Holds,
            ["decides"] = rule == decides,
            ["passed_over"] = rule.PassedOver,
            ["changes"] = Utc(rule.Changes),
            ["changes_local"] = Local(rule.Changes),
            ["ran_out"] = Utc(rule.RanOut),
        })]),
    };

    /// <summary>The version of the bundled IANA database, such as 2026b.</summary>
    private static string Tzdb => TzdbDateTimeZoneSource.Default.TzdbVersion;

    private string Standing(RuleState rule) =>
        rule == decides ? "decides" : rule.PassedOver ?? (rule.Holds ? "holds" : rule.RanOut is null ? "-" : "ran out");

    private RuleState State(string kind, string name, string? passedOver, Window window, DateTimeZone zone, bool wide)
    {
        var timeline = new WindowTimeline(window, window.Zone ?? zone, wide);
        var holds = timeline.IsOpen(request.Now);
        var changes = holds ? timeline.NextClosing(request.Now) : timeline.NextOpening(request.Now);
        return new RuleState(kind, name, passedOver, holds, changes) { RanOut = !holds && changes is null && window.End(zone) is { } end
            && end <= request.Now ? end : null };
    }

    private static string Name(Freeze freeze, Window window) => window.Text == freeze.Name ? freeze.Name : $"{freeze.Name}: {window.Text}";

    private static string? PassedOver(Freeze freeze, string environment, DeploymentType type) => freeze.AppliesTo(environment, type) ? null
        : freeze.Environments.Count == 0 || freeze.Environments.Contains(environment) ? $"not for {type.WireName()}"
        : $"not for {PrintableText.Of(environment)}";

    private static string Utc(Instant? instant) => instant is { } at ? Instants.Format(at.ToDateTimeOffset()) : "";

    private string Local(Instant? instant) => instant is { } at ? CalendarDates.Text(at.InZone(zone).LocalDateTime) : "";
}
