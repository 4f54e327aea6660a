using Pipelines.Errors;

namespace Pipelines.Notifications;

/// <summary>The names of the events in configuration files and on the wire, such as <c>rolled-back</c>.</summary>
public static class NotificationEventNames
{
    private static readonly Dictionary<string, NotificationEvent> Events = Enum.GetValues<NotificationEvent>().ToDictionary(WireName);

    /// <summary>All names, in the order in which they occur in a deployment.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<NotificationEvent>().Select(WireName)];

    /// <summary>Each with its event.</summary>
    public static (string Name, NotificationEvent Value)[] Choices() =>
        Array.ConvertAll(Enum.GetValues<NotificationEvent>(), what => (what.WireName(), what));

    public static string WireName(this NotificationEvent happened) => happened switch
    {
        NotificationEvent.RolledBack => "rolled-back",
        NotificationEvent.RollbackFailed => "rollback-failed",
        NotificationEvent.ReviewDue => "review-due",
        _ => happened.ToString().ToLowerInvariant(),
    };

    /// <exception cref="PipelineException">Not the name of an event.</exception>
    public static NotificationEvent Parse(string name) => Events.TryGetValue(name, out var happened)
        ? happened
        : throw PipelineException.BadInput("on", $"\"{name}\" is not an event.", NearestName.Hint(name, All));
}
