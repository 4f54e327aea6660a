using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.Queue;

/// <summary>Queued deployments for people and programs.</summary>
internal static class QueueTable
{
    /// <param name="name">The member of the JSON result.</param>
    /// <param name="waiting">The deployments.</param>
    public static View Of(string name, IReadOnlyList<WaitingIntent> waiting) => new Table<WaitingIntent>(name)
        .Instant("asked_for_at", "Requested (UTC)", intent => intent.Record.StartedAt)
        .Text("deployment_type", "As", intent => intent.Type.WireName())
        .Commit("commit", "Commit", intent => intent.Record.Request.Commit)
        .Text("release", "Release", intent => intent.Release)
        .Text("actor", "Actor", intent => intent.Record.Request.Actor)
        .Instant("next_open", "Opens (UTC)", intent => intent.NextOpen)
        .Text("deployment_id", "Deployment", intent => intent.Record.Id)
        .Text("why", "Why", intent => intent.Why, Excerpt.Of)
        .GivenText("ref", intent => intent.Record.Request.Ref)
        .GivenText("reason", intent => intent.Record.Request.Reason)
        .GivenText("run_url", intent => intent.Record.Request.RunUrl)
        .Given("due", intent => intent.IsDue)
        .Of(waiting);
}
