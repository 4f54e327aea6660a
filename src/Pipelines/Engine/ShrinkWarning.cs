using Pipelines.Errors;
using Pipelines.History;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Engine;

/// <summary>Warns of a release that lacks nearly all of the live one: a build that went wrong often looks like that.</summary>
internal static class ShrinkWarning
{
    /// <summary>How many times as much the live release has to contain.</summary>
    private const int Factor = 10;

    /// <summary>Warns when the release has less than a tenth of the live one's files or bytes. A way back is no reason to warn.</summary>
    public static void Tell(DeploymentHistory history, DeploymentRecord record, IReporter reporter)
    {
        if (!record.Request.IsRollback && record.Find<Packaged>() is { } next && history.Live?.Find<Packaged>() is { } live
            && (next.Files < live.Files / (double)Factor || next.Bytes < live.Bytes / (double)Factor))
        {
            reporter.Warning(new Problem(
                "package",
                $"release {next.Release} has {next.Files} files with {next.Bytes.ForPeople()}, the live release {live.Release} has "
                    + $"{live.Files} with {live.Bytes.ForPeople()}.",
                "If that is not meant, roll back, and look at the build."));
        }
    }
}
