using System.Text.Json.Nodes;
using Pipelines.Gates.Overrides;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Gates;

/// <summary>Lists overrides.</summary>
public sealed class OverrideListStep(EventLogs logs) : Step
{
    private static readonly Output Count = new("count", "Number of overrides.");
    private static readonly Output Unreviewed = new("unreviewed", "How many of them have not been reviewed by a second person.");

    public override StepDefinition Definition { get; } = new("override list",
        "List the overrides in an environment: what, who, why, and who has reviewed it.")
    {
        Config = ConfigUse.Required,
        Faces = Faces.Everywhere,
        Inputs = [CommonInputs.Environment with { Required = true }, StoreInputs.Store],
        Outputs = [Count, Unreviewed],
        EnvironmentAction = "access",
        Examples = [new("override list --environment production", "What was overridden?")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation));
        var all = history.Deployments.Where(record => record.Find<DeploymentEvent.Overridden>() is not null).Reverse().ToList();
        var result = StepResult.Passed(all.Count == 0 ? "nothing was overridden." : "").With(Count, all.Count)
            .With(Unreviewed, ReviewedRequirement.Unreviewed(history).Count());
        result.Details["overrides"] = new JsonArray([.. all.Select(Json)]);
        return result with { Text = all.Count == 0 ? "" : Table(all) };
    }

    private static string Table(IReadOnlyList<DeploymentRecord> all) => TextTable.Of(
        ["WHEN (UTC)", "WHAT", "BY", "GRANTED BY", "TICKET", "REASON", "REVIEWED BY", "DEPLOYMENT"],
        all.Select(record => (record, Overridden: record.Find<DeploymentEvent.Overridden>()!)).Select(one => (IReadOnlyList<string>)
        [
            Instants.Format(one.record.StartedAt), string.Join(' ', one.Overridden.Names), one.Overridden.Actor
                ?? "-", one.Overridden.GrantedBy ?? "-", one.Overridden.Ticket ?? "-",
            Excerpt.Of(one.Overridden.Reason), one.record.Find<DeploymentEvent.Reviewed>()?.Actor ?? "-", one.record.Id,
        ]));

    private static JsonObject Json(DeploymentRecord record)
    {
        var overridden = record.Find<DeploymentEvent.Overridden>()!;
        return new JsonObject
        {
            ["deployment_id"] = record.Id,
            ["at"] = Instants.Format(record.StartedAt),
            ["names"] = new JsonArray([.. overridden.Names.Select(name => JsonValue.Create(name))]),
            ["reason"] = overridden.Reason,
            ["ticket"] = overridden.Ticket,
            ["actor"] = overridden.Actor,
            ["granted_by"] = overridden.GrantedBy,
            ["token"] = overridden.Token,
            ["reviewed_by"] = record.Find<DeploymentEvent.Reviewed>()?.Actor,
            ["note"] = record.Find<DeploymentEvent.Reviewed>()?.Note,
        };
    }
}
