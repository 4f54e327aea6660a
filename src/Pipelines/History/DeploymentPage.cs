using System.Globalization;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Views;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History;

/// <summary>A deployment as a summary page: its outcome, who requested what and why, how it was verified, the timeline, links.</summary>
public static class DeploymentPage
{
    private static readonly Table<Activated> Health = new Table<Activated>()
        .Shown("Host", host => host.Host)
        .Shown("Slot", host => host.Slot)
        .Shown("Health", host => host.Proof)
        .Shown("Down", host => host.DowntimeMilliseconds is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time} ms") : null);

    public static StepPage Of(DeploymentRecord record, string environment, IReadOnlyList<Link> links) =>
        new($"{Mark(record)} {environment}: {DeploymentText.Outcome(record)}", [.. Views(record), new Links(links)]);

    /// <summary>All of it but the heading and the links.</summary>
    public static IEnumerable<View> Views(DeploymentRecord record)
    {
        yield return new Paragraph(string.Join(" · ", Facts(record).OfType<string>()));
        if (record.Request.Reason is { } reason)
        {
            yield return new Quote($"Reason: {reason}");
        }

        if (record.Find<Overridden>() is { } overridden)
        {
            yield return new Quote(DeploymentText.Describe(overridden), IsWarning: true);
        }

        if (record.Failure is { } failure)
        {
            yield return new Quote(failure);
        }

        yield return Health.Of([.. record.All<Activated>().Where(host => host.Proof.Length > 0)]);
        yield return Timeline(record);
    }

    private static string Mark(DeploymentRecord record) => record.Result switch
    {
        DeploymentResult.Succeeded => "✅",
        DeploymentResult.Blocked or DeploymentResult.Queued => "⏸️",
        DeploymentResult.Superseded or DeploymentResult.Cancelled => "⏹️",
        DeploymentResult.Running => "▶️",
        DeploymentResult.RolledBack => "↩️",
        _ => "❌",
    };

    /// <summary>Facts that fit in a line; null if unknown.</summary>
    private static IEnumerable<string?> Facts(DeploymentRecord record) =>
    [
        record.Request.Type.WireName(),
        string.Create(CultureInfo.InvariantCulture, $"{record.StartedAt.UtcDateTime:yyyy-MM-dd}"),
        record.Request.Actor is { } actor ? $"by {actor}" : null,
        record.Request.Commit is { } commit ? $"commit {commit}" : null,
        record.Release is { } release ? $"release {release}" : null,
        record.Downtime is { } downtime ? string.Create(CultureInfo.InvariantCulture, $"down for {downtime.TotalMilliseconds:0} ms") : null,
    ];

    private static View Timeline(DeploymentRecord record) => new Table<LoggedEvent>()
        .Shown("UTC", logged => logged.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture))
        .Shown("After", logged =>
            string.Create(CultureInfo.InvariantCulture, $"{(logged.At - record.StartedAt).TotalSeconds:0.0}\u00a0s"))
        .Shown("What happened", logged => Brief(logged.Event))
        .Of(record.Events);

    /// <summary>The measurements have their own table.</summary>
    private static string Brief(DeploymentEvent what) =>
        DeploymentText.Describe(what is Activated { Proof.Length: > 0 } proven ? proven with { Proof = "See above." } : what);
}
