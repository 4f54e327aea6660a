using System.Globalization;
using System.Text.Json.Nodes;
using Pipelines.History.Events;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History;

/// <summary>A maintenance run, from its events.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StartedAt">Just before the first task.</param>
/// <param name="Start">Its start event.</param>
/// <param name="EndedAt">When it ended; null while it is running, and if its process died.</param>
/// <param name="End">Its end event; null as above.</param>
public sealed record MaintenanceRecord(string Id, DateTimeOffset StartedAt, MaintenanceStarted Start, DateTimeOffset? EndedAt,
    MaintenanceEnded? End)
{
    public static IEnumerable<MaintenanceRecord> In(IReadOnlyList<LoggedEvent> events) =>
        from first in events
        where first.Event is MaintenanceStarted
        let last = events.LastOrDefault(logged => logged.Deployment == first.Deployment && logged.Event is MaintenanceEnded)
        select new MaintenanceRecord(first.Deployment, first.At, (MaintenanceStarted)first.Event, last?.At,
            last?.Event as MaintenanceEnded);

    /// <summary>A table for people; empty if there are none.</summary>
    public static string Table(IReadOnlyList<MaintenanceRecord> records) => records.Count == 0 ? "" : TextTable.Of(
        ["MAINTENANCE (UTC)", "PASSED", "FAILED", "SKIPPED", "RELEASE", "ACTOR", "DURATION"],
        records.Select(record => (IReadOnlyList<string>)
        [
            Instants.Format(record.StartedAt),
            Count(record.End?.TasksPassed),
            Count(record.End?.TasksFailed),
            Count(record.End?.TasksSkipped),
            record.Start.Release ?? "-",
            record.Start.Actor ?? "-",
            (record.EndedAt - record.StartedAt)?.ForPeople() ?? "-",
        ]));

    public JsonObject Json() => new()
    {
        ["maintenance_id"] = Id,
        ["started_at"] = Instants.Format(StartedAt),
        ["ended_at"] = EndedAt is { } ended ? Instants.Format(ended) : null,
        ["release"] = Start.Release,
        ["actor"] = Start.Actor,
        ["passed"] = End?.TasksPassed,
        ["failed"] = End?.TasksFailed,
        ["skipped"] = End?.TasksSkipped,
    };

    private static string Count(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
