using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.Notifications;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Forges;

/// <summary>Keeps one comment per environment on the commit's pull or merge request, edited in place.</summary>
/// <param name="thread">Opens the conversation.</param>
internal sealed class CommentNotifier(Func<IRequestThread> thread) : INotifier
{
    public string Name => "comment";

    public async Task<string?> SendAsync(Notification notification, CancellationToken cancellation)
    {
        if (notification.Origin.Commit is not { Length: > 0 } commit)
        {
            return "the commit is unknown, so the pull or merge request is, too.";
        }

        try
        {
            var mark = $"<!-- pipelines:{notification.App}:{notification.Environment} -->";
            await thread().PutAsync(commit, mark, $"{mark}\n{Text(notification)}", cancellation);
            return null;
        }
        catch (PipelineException e)
        {
            return e.Message;
        }
    }

    private static string Text(Notification told)
    {
        string?[] facts =
        [
            told.Release is { } release ? $"release {MarkdownText.Escape(release)}" : null,
            told.Origin.Actor is { } actor ? $"by {MarkdownText.Escape(actor)}" : null,
            told.Duration?.ForPeople(),
            told.NextOpen is { } open ? $"next window {Instants.Format(open.ToDateTimeOffset())}" : null,
            told.Origin.RunUrl is { } url ? MarkdownText.Line([new Link("run", url)]) : null,
        ];
        var why = told.Explanation is { } explanation ? $"\n\n> {MarkdownText.Escape(explanation)}" : "";
        return $"{Mark(told.Event)} **{MarkdownText.Escape(told.App)} → {MarkdownText.Escape(told.Environment)}: "
            + $"{told.Event.WireName()}**\n{string.Join(" · ", facts.Where(fact => !string.IsNullOrEmpty(fact)))}{why}\n";
    }

    private static string Mark(NotificationEvent happened) => happened switch
    {
        NotificationEvent.Succeeded => "✅",
        NotificationEvent.Failed or NotificationEvent.RollbackFailed => "❌",
        NotificationEvent.RolledBack => "↩️",
        NotificationEvent.Started => "🚀",
        _ => "⏸️",
    };
}
