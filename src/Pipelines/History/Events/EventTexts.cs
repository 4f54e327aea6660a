using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History.Events;

/// <summary>The texts in events that somebody typed, or that a process, a server or a host said.</summary>
public static class EventTexts
{
    /// <summary>An event with all of them replaced; ids, names and codes stay.</summary>
    public static DeploymentEvent Map(DeploymentEvent what, Func<string, string> map) => what switch
    {
        Requested requested => requested with { Reason = OrNull(requested.Reason, map) },
        Admitted admitted => admitted with { Explanation = map(admitted.Explanation) },
        Blocked blocked => blocked with { Explanation = map(blocked.Explanation) },
        Queued queued => queued with { Explanation = map(queued.Explanation) },
        Cancelled cancelled => cancelled with { Reason = OrNull(cancelled.Reason, map) },
        Overridden overridden => overridden with { Reason = map(overridden.Reason) },
        Reviewed reviewed => reviewed with { Note = OrNull(reviewed.Note, map) },
        LeaseReleased released => released with { Reason = map(released.Reason) },
        Activated activated => activated with { Proof = map(activated.Proof) },
        Failed failed => failed with { Reason = map(failed.Reason) },
        RollbackFailed failed => failed with { Reason = map(failed.Reason) },
        MaintenanceTaskEnded task => task with { Failure = OrNull(task.Failure, map) },
        Executed executed => executed with { Command = map(executed.Command) },
        HistoryAccepted accepted => accepted with { Reason = map(accepted.Reason), Found = map(accepted.Found) },
        _ => what,
    };

    private static string? OrNull(string? text, Func<string, string> map) => text is null ? null : map(text);
}
