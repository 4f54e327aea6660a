using Pipelines.History;
using Pipelines.History.Events;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Maintenance;

/// <summary>A maintenance run whose process died.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Done">The tasks that had ended.</param>
internal sealed record InterruptedRun(string Id, IReadOnlyList<TaskReport> Done)
{
    /// <summary>One that began earlier is not gone on with: its tasks are due again.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(12);

    /// <summary>The last run, if it has not ended, was for the same release and began not too long ago; otherwise null.</summary>
    public static InterruptedRun? Find(IReadOnlyList<LoggedEvent> events, string? release, DateTimeOffset now) =>
        MaintenanceRecord.In(events).LastOrDefault() is { End: null } last && last.Start.Release == release && now - last.StartedAt < Limit
            ? new InterruptedRun(last.Id, [.. events.Where(logged => logged.Deployment == last.Id)
                .Select(logged => logged.Event).OfType<MaintenanceTaskEnded>().Select(Report)])
            : null;

    private static TaskReport Report(MaintenanceTaskEnded task) => new(
        task.Task, task.Place, task.Failure is null ? TaskOutcome.Passed : TaskOutcome.Failed, TimeSpan.FromMilliseconds(task.Milliseconds),
        task.Failure ?? "");
}
