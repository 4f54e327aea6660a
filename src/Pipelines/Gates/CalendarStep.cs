using System.Text.Json.Nodes;
using NodaTime;
using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Gates;

/// <summary>Lists when an environment opens and closes.</summary>
public sealed class CalendarStep(TimeProvider clock) : Step
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(14);
    private static readonly Input<DateTimeOffset?> From = Input.Instant("from", "Start of the list. Default: now.");
    private static readonly Input<DateTimeOffset?> To = Input.Instant("to", "End of the list. Default: two weeks after its start.");

    private static readonly Input<DeploymentType> Type = Input.Choice<DeploymentType>(
        "type", "Deployment type to list for: some types pass windows or freezes.",
        Array.ConvertAll(Array.FindAll(Enum.GetValues<DeploymentType>(), type => type != DeploymentType.None), type =>
            (type.WireName(), type)))
        .Or(DeploymentType.AutomatedCi, "automated_ci");

    public override StepDefinition Definition { get; } = new("calendar",
        "List every opening and closing of an environment, with the deciding rule.")
    {
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, From, To, Type],
        Examples =
            [new("calendar --environment production --from 2026-12-01T00:00:00Z --to 2027-02-01T00:00:00Z --output json",
                "The turn of the year, as JSON.")],
    };

    public override Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var from = step.Get(From) ?? clock.GetUtcNow();
        var to = step.Get(To) ?? from + DefaultSpan;
        if (to <= from)
        {
            throw PipelineException.BadInput("--to", $"{Instants.Format(to)} is not after {Instants.Format(from)}.");
        }

        var rules = GateKeys.Rules(step.Config, step.Require(CommonInputs.Environment));
        var hours = rules.Calendar ?? BusinessCalendar.AlwaysOpen(DateTimeZone.Utc);
        var calendar = new EnvironmentCalendar(rules.Environment, step.Get(Type), hours, rules.Freezes);
        Tell(step, rules, Instant.FromDateTimeOffset(from));
        var changes = calendar.Changes(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to)).ToList();
        return Task.FromResult(StepResult.Passed("") with
        {
            Views = [new Preformatted(string.Concat(changes.Select(change => Line(change, hours.Zone))))],
            Json = new JsonArray([.. changes.Select(Json)]),
        });
    }

    /// <summary>The rules that have run out by the start of the list.</summary>
    private static void Tell(StepContext step, GateRules rules, Instant from)
    {
        foreach (var spent in SpentRules.Of(rules, from))
        {
            step.Reporter.Warning(spent.Warning);
        }
    }

    private static JsonObject Json(CalendarChange change) => new()
    {
        ["at"] = Instants.Format(change.At.ToDateTimeOffset()),
        ["state"] = State(change),
        ["reason"] = change.Reason,
    };

    private static string Line(CalendarChange change, DateTimeZone zone) =>
        $"{Instants.Format(change.At.ToDateTimeOffset())}  {change.At.InZone(zone).LocalDateTime:ddd yyyy-MM-dd HH:mm:ss}  "
            + $"{State(change),-6}  {change.Text}\n";

    private static string State(CalendarChange change) => change.Open ? "open" : "closed";
}
