using Pipelines.History.Events;
using Pipelines.Reporting;
using Pipelines.Views;
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

    /// <summary>Maintenance runs for people and programs.</summary>
    public static Table<MaintenanceRecord> Table { get; } = new Table<MaintenanceRecord>("maintenance")
        .Instant("started_at", "Maintenance (UTC)", record => record.StartedAt)
        .Number("passed", "Passed", record => record.End?.TasksPassed)
        .Number("failed", "Failed", record => record.End?.TasksFailed)
        .Number("skipped", "Skipped", record => record.End?.TasksSkipped)
        .Text("release", "Release", record => record.Start.Release)
        .Text("actor", "Actor", record => record.Start.Actor)
        .Shown("Duration", record => (record.EndedAt - record.StartedAt)?.ForPeople())
        .GivenText("maintenance_id", record => record.Id)
        .GivenInstant("ended_at", record => record.EndedAt);
}
