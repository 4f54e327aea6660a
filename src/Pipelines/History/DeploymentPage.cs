using System.Globalization;
using System.Text;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.History;

/// <summary>A deployment as a summary page: its outcome, who requested what and why, how it was verified, the timeline, links.</summary>
public static class DeploymentPage
{
    /// <summary>The page as Markdown. Any text in it may be hostile.</summary>
    public static string Of(DeploymentRecord record, string environment, IReadOnlyList<Link> links) => string.Concat(
        $"### {Mark(record)} {MarkdownText.Escape(environment)}: {DeploymentText.Outcome(record)}\n\n",
        $"{string.Join(" · ", Facts(record).OfType<string>().Select(MarkdownText.Escape))}\n\n",
        record.Find<Overridden>() is { } overridden
            ? $"> [!WARNING]\n> 🚨 {MarkdownText.Escape(DeploymentText.Describe(overridden))}\n\n" : "",
        record.Failure is { } failure ? $"> {MarkdownText.Escape(failure)}\n\n" : "",
        Health(record),
        Timeline(record),
        links.Count > 0 ? $"\n{MarkdownText.Line(links)}\n" : "");

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
        record.Request.Reason is { } reason ? $"reason: {reason}" : null,
    ];

    private static string Health(DeploymentRecord record)
    {
        var text = new StringBuilder();
        foreach (var host in record.All<Activated>().Where(host => host.Proof.Length > 0))
        {
            var down = host.DowntimeMilliseconds is { } milliseconds
                ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms") : "-";
            text.Append(
                $"| {MarkdownText.Escape(host.Host)} | {MarkdownText.Escape(host.Slot)} | {MarkdownText.Escape(host.Proof)} | {down} |\n");
        }

        return text.Length == 0 ? "" : $"| Host | Slot | Health | Down |\n| --- | --- | --- | ---: |\n{text}\n";
    }

    private static string Timeline(DeploymentRecord record)
    {
        var text = new StringBuilder("| UTC | After | What happened |\n| --- | ---: | --- |\n");
        foreach (var logged in record.Events)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {logged.At.UtcDateTime:HH:mm:ss} | {(logged.At - record.StartedAt).TotalSeconds:0.0}&nbsp;s | "
                + $"{MarkdownText.Escape(Brief(logged.Event))} |\n");
        }

        return text.ToString();
    }

    /// <summary>The measurements have their own table.</summary>
    private static string Brief(DeploymentEvent what) =>
        DeploymentText.Describe(what is Activated { Proof.Length: > 0 } proven ? proven with { Proof = "See above." } : what);
}
