using NodaTime.Text;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.Adapters.Notifiers.Discord;

/// <summary>Formats a notification as a Discord embed.</summary>
internal static class DiscordEmbeds
{
    private const int Green = 3066993;
    private const int Red = 15158332;
    private const int Yellow = 16776960;
    private const int Orange = 15105570;
    private const int Blue = 3447003;

    public static DiscordEmbed Of(Notification told) => new DiscordEmbed(
        Title(told),
        Description(told),
        Color(told),
        Fields(told),
        InstantPattern.ExtendedIso.Format(told.At),
        new DiscordFooter(Footer(told))).Fit();

    private static int Color(Notification told) => told.Override is not null ? Red : Color(told.Event);

    private static int Color(NotificationEvent happened) => happened switch
    {
        NotificationEvent.Succeeded => Green,
        NotificationEvent.Failed or NotificationEvent.RollbackFailed => Red,
        NotificationEvent.Blocked or NotificationEvent.Queued or NotificationEvent.Superseded or NotificationEvent.Cancelled => Yellow,
        NotificationEvent.RolledBack => Orange,
        _ => Blue,
    };

    private static string Title(Notification told)
    {
        var happened = told.Event switch
        {
            NotificationEvent.Queued => "⏳ Deployment Queued",
            NotificationEvent.Superseded => "⏹️ Queued Deployment Superseded",
            NotificationEvent.Cancelled => "⏹️ Queued Deployment Cancelled",
            NotificationEvent.Blocked => "⏸️ Deployment Blocked",
            NotificationEvent.Started => "🚀 Deployment Started",
            NotificationEvent.Succeeded => "✅ Deployment Successful",
            NotificationEvent.Failed => "❌ Deployment Failed",
            NotificationEvent.RolledBack => "⏪ Deployment Rolled Back",
            NotificationEvent.ReviewDue => "👀 Override Waiting For Review",
            _ => "🚨 Rollback Failed",
        };
        return $"{(told.Override is null ? "" : "🚨 OVERRIDE • ")}{happened}: {DiscordText.Escape(told.App)} → "
            + $"{DiscordText.Escape(told.Environment)}";
    }

    private static string Description(Notification told)
    {
        var kind = told.DeploymentType switch
        {
            DeploymentType.AutomatedCi => "🤖 Automated deployment after successful checks",
            DeploymentType.DirectPush => "⚡ Deployment of a direct push",
            DeploymentType.ScheduledMaintenance => "🔧 Scheduled maintenance deployment",
            DeploymentType.Manual => "👤 Manual deployment",
            DeploymentType.EmergencyManual => "🚨 EMERGENCY deployment, outside the usual rules",
            DeploymentType.Queued => "⏳ Deployment that was queued",
            DeploymentType.Promotion => "⏫ Promotion of a tested release",
            DeploymentType.Rollback => "⏪ Rollback",
            _ => "🚀 Deployment",
        };
        var outcome = told.Event switch
        {
            NotificationEvent.RolledBack => "\nThe previous release is live again.",
            NotificationEvent.RollbackFailed => "\n**Neither the new nor the previous release is known to work. Someone must check now.**",
            _ => "",
        };
        return told.Explanation is null ? kind + outcome : $"{kind}{outcome}\n{DiscordText.Escape(told.Explanation)}";
    }

    private static DiscordField[] Fields(Notification told) =>
    [
        new DiscordField("Environment", Link(told.Environment, told.Url), Inline: true),
        Inline("Deployment Type", told.DeploymentType.WireName()),
        Inline("Actor", told.Origin.Actor),
        new DiscordField("Commit",
            Link(ShortCommit.Of(told.Origin.Commit), told.Origin.CommitUrl), Inline: true),
        Inline("Release", told.Release),
        Inline("Duration", told.Duration?.ForPeople()),
        Inline("Downtime", told.Downtime?.ForPeople()),
        new DiscordField("Next window", told.NextOpen is { } open
            ? $"<t:{open.ToUnixTimeSeconds()}:F> (<t:{open.ToUnixTimeSeconds()}:R>)" : "", Inline: false),
        new DiscordField("Run",
            Link(told.Origin.RunNumber is null
            ? told.Origin.RunUrl is null ? null : "open" : $"#{told.Origin.RunNumber}", told.Origin.RunUrl), Inline: true),
        Inline("Previous release", told.PreviousRelease),
        Inline("Branch", told.Origin.Ref),
        Inline("Repository", told.Origin.Repository),
        Inline("Reason", told.Reason) with { Inline = false },
        Inline("Override", told.Override) with { Inline = false },
    ];

    private static DiscordField Inline(string name, string? value) => new(name, DiscordText.Escape(value ?? ""), Inline: true);

    /// <summary>
    /// A Markdown link, or only the text if the address is missing, not http(s), or so long that truncation would break it.
    /// </summary>
    private static string Link(string? text, string? url)
    {
        var label = DiscordText.Escape(text ?? "");
        return label.Length > 0 && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.AbsoluteUri.Length < 500
            ? $"[{DiscordText.Cut(label, 100)}]({Escape(address.AbsoluteUri)})"
            : label;
    }

    /// <summary>Parentheses would end the address of a Markdown link.</summary>
    private static string Escape(string address) =>
        address.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    private static string Footer(Notification told) =>
        told.DeploymentId is null ? "Pipelines" : $"Pipelines • {DiscordText.Plain(told.DeploymentId)}";
}
