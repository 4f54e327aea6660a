using NodaTime;
using NodaTime.Text;
using Pipelines.Model;
using Pipelines.Notifications;

namespace Pipelines.Adapters.Notifiers.Webhooks;

/// <summary>
/// A notification as sent by the generic webhook: snake_case keys, instants in UTC, durations in seconds; unknown values are omitted.
/// </summary>
internal sealed record WebhookPayload(string Event, string App, string Environment, string DeploymentType, string At)
{
    public string? DeploymentId { get; init; }

    public string? Release { get; init; }

    public string? PreviousRelease { get; init; }

    public string? Commit { get; init; }

    public string? CommitUrl { get; init; }

    public string? Ref { get; init; }

    public string? Actor { get; init; }

    public string? Url { get; init; }

    public string? Reason { get; init; }

    public string? Repository { get; init; }

    public string? RunUrl { get; init; }

    public string? RunNumber { get; init; }

    public double? DurationSeconds { get; init; }

    public double? DowntimeSeconds { get; init; }

    public string? Explanation { get; init; }

    public string? NextOpen { get; init; }

    public string? Override { get; init; }

    public static WebhookPayload From(Notification told) =>
        new(told.Event.WireName(), told.App, told.Environment, told.DeploymentType.WireName(), Text(told.At))
    {
        DeploymentId = told.DeploymentId,
        Release = told.Release,
        PreviousRelease = told.PreviousRelease,
        Commit = told.Origin.Commit,
        CommitUrl = told.Origin.CommitUrl,
        Ref = told.Origin.Ref,
        Actor = told.Origin.Actor,
        Url = told.Url,
        Reason = told.Reason,
        Repository = told.Origin.Repository,
        RunUrl = told.Origin.RunUrl,
        RunNumber = told.Origin.RunNumber,
        DurationSeconds = told.Duration?.TotalSeconds,
        DowntimeSeconds = told.Downtime?.TotalSeconds,
        Explanation = told.Explanation,
        Override = told.Override,
        NextOpen = told.NextOpen is { } open ? Text(open) : null,
    };

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
