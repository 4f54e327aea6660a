using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.History;

/// <summary>Lists deployments from the event log.</summary>
public sealed class HistoryStep(EventLogs logs) : Step
{
    private static readonly Input<int?> Limit = Input.Integer("limit", "How many to show, newest first.", 1, 10000).Or(20, "20");
    private static readonly Input<string> Deployment = Input.Text("deployment", "Show only this deployment, with its events.");
    private static readonly Output Count = new("count", "How many deployments are shown.");

    public override StepDefinition Definition { get; } =
        new("history", "List the deployments and maintenance runs of an environment, with their events and durations.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Environment with { Required = true }, Deployment, Limit, StoreInputs.Store],
        Outputs = [Count],
        EnvironmentAction = "access",
        Examples =
            [new("history --environment production", "What was deployed?"),
                new("history --environment production --output json", "The same with every event, for programs.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var wanted = step.Get(Deployment);
        var events = await logs.Of(step).ReadAsync(cancellation);
        var maintenance = MaintenanceRecord.In(events).Where(_ => wanted is null).Reverse().Take(step.Get(Limit)!.Value).ToList();
        var shown = new DeploymentHistory(events).Deployments.Where(record => wanted is null || record.Id == wanted).Reverse()
            .Take(step.Get(Limit)!.Value).ToList();
        var result = StepResult.Passed("").With(Count, shown.Count);
        result.Details["deployments"] = new JsonArray([.. shown.Select(DeploymentText.Json)]);
        result.Details["maintenance"] = new JsonArray([.. maintenance.Select(record => record.Json())]);
        return result
            with { Text = wanted is null
            ? $"{Table(shown)}{MaintenanceRecord.Table(maintenance)}" : string.Concat(shown.SelectMany(Lines)) };
    }

    private static string Table(IReadOnlyList<DeploymentRecord> records) => TextTable.Of(
        ["STARTED (UTC)", "RESULT", "TYPE", "RELEASE", "COMMIT", "ACTOR", "DURATION", "DOWNTIME", "DEPLOYMENT"],
        records.Select(record => (IReadOnlyList<string>)
        [
            Instants.Format(record.StartedAt),
            DeploymentText.Outcome(record),
            record.Request.Type.WireName(),
            record.Release ?? "-",
            record.Request.Commit is { Length: > 7 } commit ? commit[..7] : record.Request.Commit ?? "-",
            record.Request.Actor ?? "-",
            record.Duration?.ForPeople() ?? "-",
            record.Downtime?.ForPeople() ?? "-",
            record.Id,
        ]));

    private static IEnumerable<string> Lines(DeploymentRecord record) => record.Events.Select(logged => string.Create(
        CultureInfo.InvariantCulture,
        $"{Instants.Format(logged.At)}  +{(logged.At - record.StartedAt).TotalSeconds,7:0.0} s  "
        + $"{Excerpt.Of(DeploymentText.Describe(logged.Event))}\n"));
}
