using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>Tells how a deployment differs from what is live. A release that lacks nearly all of the live one is warned of: a build that
/// went wrong often looks like that.</summary>
internal static class LiveComparison
{
    /// <summary>How many times as much the live release has to contain.</summary>
    private const int Factor = 10;

    public static void Tell(DeploymentHistory history, DeploymentRecord record, IReporter reporter)
    {
        WarnOfShrinking(history, record, reporter);
        if (history.Live?.Find<Configured>()?.Settings is { } before && record.Find<Configured>()?.Settings is { } after)
        {
            foreach (var change in DeploySettings.Changes(before, after))
            {
                reporter.Info($"configuration changed since release {history.Live.Release}: {PrintableText.Of(change)}");
            }
        }
    }

    /// <summary>Warns when the release has less than a tenth of the live one's files or bytes. A way back is no reason to warn.</summary>
    private static void WarnOfShrinking(DeploymentHistory history, DeploymentRecord record, IReporter reporter)
    {
        if (!record.Request.IsRollback && record.Find<Packaged>() is { } next && history.Live?.Find<Packaged>() is { } live
            && (next.Files < live.Files / (double)Factor || next.Bytes < live.Bytes / (double)Factor))
        {
            reporter.Warning(new Problem(
                "package",
                $"release {next.Release} has {Plural.Of(next.Files, "file")} with {next.Bytes.ForPeople()}, the live release "
                    + $"{live.Release} has {live.Files} with {live.Bytes.ForPeople()}.",
                "If that is not meant, roll back, and look at the build."));
        }
    }
}
