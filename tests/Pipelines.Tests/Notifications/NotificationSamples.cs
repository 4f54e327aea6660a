using NodaTime;
using Pipelines.Model;
using Pipelines.Notifications;

namespace Pipelines.Tests.Notifications;

internal static class NotificationSamples
{
    public static readonly Instant At = Instant.FromUtc(2026, 11, 20, 17, 45);

    /// <summary>A notification with every text set to the given one.</summary>
    public static Notification Full(NotificationEvent happened, string text) => new(happened, text, text, DeploymentType.Manual, At)
    {
        DeploymentId = text,
        Release = text,
        PreviousRelease = text,
        Origin = new Origin
        {
            Commit = text,
            CommitUrl = "https://example.com/" + Uri.EscapeDataString(text.Length > 50 ? "long" : text),
            Ref = text,
            Actor = text,
            Repository = text,
            RunUrl = text,
            RunNumber = text,
        },
        Reason = text,
        Duration = TimeSpan.FromSeconds(200),
        Downtime = TimeSpan.FromSeconds(1.5),
        Explanation = text,
        NextOpen = At,
    };

    /// <summary>As a deployment in daily use has it.</summary>
    public static Notification Usual(NotificationEvent happened, DeploymentType type = DeploymentType.AutomatedCi) =>
        new(happened, "backend", "production", type, At)
    {
        DeploymentId = "d-42",
        Release = "r7",
        Origin = new Origin
        {
            Commit = "0123456789abcdef",
            CommitUrl = "https://example.com/acme/backend/commit/0123456789abcdef",
            Actor = "octo_cat",
        },
        Duration = TimeSpan.FromSeconds(75),
    };
}
