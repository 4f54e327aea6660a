using System.Text.Json.Nodes;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;

namespace Pipelines.Queue;

/// <summary>Queued deployments, as a table and as JSON.</summary>
internal static class QueueText
{
    public static string Table(IReadOnlyList<WaitingIntent> waiting) => waiting.Count == 0 ? "" : TextTable.Of(
        ["REQUESTED (UTC)", "AS", "COMMIT", "RELEASE", "ACTOR", "OPENS (UTC)", "DEPLOYMENT", "WHY"],
        waiting.Select(intent => (IReadOnlyList<string>)
        [
            Instants.Format(intent.Record.StartedAt),
            intent.Type.WireName(),
            intent.Record.Request.Commit is { Length: > 7 } commit ? commit[..7] : intent.Record.Request.Commit ?? "-",
            intent.Release ?? "-",
            intent.Record.Request.Actor ?? "-",
            intent.NextOpen is { } open ? Instants.Format(open) : "-",
            intent.Record.Id,
            Excerpt.Of(intent.Why),
        ]));

    public static JsonArray Json(IReadOnlyList<WaitingIntent> waiting) => new([.. waiting.Select(intent => new JsonObject
    {
        ["deployment_id"] = intent.Record.Id,
        ["deployment_type"] = intent.Type.WireName(),
        ["asked_for_at"] = Instants.Format(intent.Record.StartedAt),
        ["commit"] = intent.Record.Request.Commit,
        ["ref"] = intent.Record.Request.Ref,
        ["release"] = intent.Release,
        ["actor"] = intent.Record.Request.Actor,
        ["reason"] = intent.Record.Request.Reason,
        ["run_url"] = intent.Record.Request.RunUrl,
        ["due"] = intent.IsDue,
        ["why"] = intent.Why,
        ["next_open"] = intent.NextOpen is { } open ? Instants.Format(open) : null,
    })]);
}
