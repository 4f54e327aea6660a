using NodaTime;
using Pipelines.Model;

namespace Pipelines.Notifications;

/// <summary>The content of a notification about a deployment. Strings may contain anything a user typed; null means unknown.</summary>
/// <param name="Event">What happened.</param>
/// <param name="App">The application.</param>
/// <param name="Environment">The environment, such as <c>production</c>.</param>
/// <param name="DeploymentType">Its type.</param>
/// <param name="At">When it happened.</param>
public sealed record Notification(NotificationEvent Event, string App, string Environment, DeploymentType DeploymentType, Instant At)
{
    public string? DeploymentId { get; init; }

    /// <summary>The release that is, or was to become, live.</summary>
    public string? Release { get; init; }

    /// <summary>The release that was live before.</summary>
    public string? PreviousRelease { get; init; }

    /// <summary>What is deployed, and who asked for it.</summary>
    public Origin Origin { get; init; } = new();

    /// <summary>URL of the deployed app; null if none is configured.</summary>
    public string? Url { get; init; }

    /// <summary>The reason, in the words of the person who started it.</summary>
    public string? Reason { get; init; }

    /// <summary>From the request to the end of the deployment.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The downtime.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>Why it was blocked, failed or was rolled back, in words.</summary>
    public string? Explanation { get; init; }

    /// <summary>What was overridden, by whom and why, in words; null for nothing.</summary>
    public string? Override { get; init; }

    /// <summary>When the gate opens next; null if it is open, or never opens.</summary>
    public Instant? NextOpen { get; init; }
}
