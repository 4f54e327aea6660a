using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.History;

/// <summary>Deployments for people and programs.</summary>
public static class DeploymentTable
{
    /// <summary>The member of a JSON result.</summary>
    public const string Name = "deployments";

    private static readonly Table<DeploymentRecord> Table = new Table<DeploymentRecord>(Name)
    {
        Dispensable = ["started_at", "downtime_ms", "duration_ms", "commit", "release"], // the id begins with the start
    }
        .Text("deployment_id", "Deployment", record => record.Id)
        .Instant("started_at", "Started (UTC)", record => record.StartedAt)
        .Text("result", "Result", DeploymentText.Outcome)
        .Text("deployment_type", "Type", record => record.Request.Type.WireName())
        .Text("release", "Release", record => record.Release)
        .Commit("commit", "Commit", record => record.Request.Commit)
        .Text("actor", "Actor", record => record.Request.Actor)
        .Duration("duration_ms", "Duration", record => record.Duration)
        .Duration("downtime_ms", "Downtime", record => record.Downtime)
        .GivenText("ref", record => record.Request.Ref)
        .GivenText("reason", record => record.Request.Reason)
        .GivenText("run_url", record => record.Request.RunUrl)
        .GivenInstant("ended_at", record => record.EndedAt)
        .GivenText("failure", record => record.Failure)
        .Given("events", record => new JsonArray([.. record.Events.Select(Json)]));

    public static View Of(IReadOnlyList<DeploymentRecord> records) => Table.Of(records);

    /// <summary>A deployment with its events, for programs.</summary>
    public static JsonObject Json(DeploymentRecord record) => Table.Json(record);

    private static JsonObject Json(LoggedEvent logged)
    {
        var json = JsonSerializer.SerializeToNode(logged.Event, HistoryJson.Default.DeploymentEvent)!.AsObject();
        json.Insert(0, "at", Instants.Format(logged.At));
        json.Insert(0, "sequence", logged.Sequence);
        return json;
    }
}
