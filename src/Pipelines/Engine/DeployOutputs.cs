using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Model;
using Pipelines.Notifications;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Views;

namespace Pipelines.Engine;

/// <summary>Outputs of the steps that deploy.</summary>
internal static class DeployOutputs
{
    private static readonly Output DeploymentId = new("deployment-id", "Id of the deployment; empty for a dry run.");
    private static readonly Output Type = new("deployment-type", "The deployment type, such as manual.");
    private static readonly Output Release = new("release",
        "Id of the release; empty if the deployment was blocked earlier, or is not packaged yet.");
    private static readonly Output Outcome =
        new("outcome", "succeeded, unchanged, blocked, queued, failed, rolled-back, rollback-failed, or planned for a dry run.");
    private static readonly Output Duration = new("duration-ms", "Milliseconds from the request to the end.");
    private static readonly Output Downtime = new("downtime-ms",
        "Longest downtime of a host in milliseconds; empty if there was none to measure.");

    private static readonly Output LeftOut = new("left-out",
        "The hosts that it went on without, separated by commas; empty for none. See max-failed and max-unreachable.");

    public static IReadOnlyList<Output> All { get; } = [DeploymentId, Type, Release, Outcome, Duration, Downtime, LeftOut];

    /// <summary>The result with everything from the record; with its summary page.</summary>
    public static StepResult Tell(StepContext step, StepResult result, DeploymentRecord record)
    {
        var links = Links(step, record);
        return With(result with
        {
            Checks = [.. Checks(record, step.Environment)],
            Links = links,
            Page = DeploymentPage.Of(record, step.Environment, links),
        }, record);
    }

    public static StepResult Planned(StepResult result, string? release) =>
        (result with { Views = [new Paragraph("dry run: nothing is changed."), .. result.Views] })
            .With(Release, release).With(Outcome, "planned");

    private static StepResult With(StepResult result, DeploymentRecord record) => result
        .With(DeploymentId, record.Id)
        .With(Type, record.Request.Type.WireName())
        .With(Release, record.Release)
        .With(Outcome, DeploymentText.Outcome(record))
        .With(Duration, (long?)record.Duration?.TotalMilliseconds)
        .With(Downtime, (long?)record.Downtime?.TotalMilliseconds)
        .With(LeftOut, record.LeftOut.Count == 0 ? null : string.Join(',', record.LeftOut.Select(left => left.Host)));

    private static IReadOnlyList<Link> Links(StepContext step, DeploymentRecord record) =>
    [
        .. step.Links,
        .. record.Request.Commit == step.Run.Origin.Commit && step.Run.Origin.CommitUrl is { } commit
            ? [new Link("commit", commit)] : Array.Empty<Link>(),
        .. record.Request.RunUrl is { } url ? [new Link("run", url)] : Array.Empty<Link>(),
    ];

    /// <summary>Each host that was verified, and the overall outcome.</summary>
    private static IEnumerable<CheckResult> Checks(DeploymentRecord record, string environment) => record.Events
        .Select((logged, i) => (logged.Event as DeploymentEvent.Activated, Took: logged.At - record.Events[Math.Max(0, i - 1)].At))
        .Where(proven => proven.Item1 is not null)
        .Select(proven => new CheckResult(proven.Item1!.Host, "live and verified", proven.Took))
        .Append(new CheckResult(
            environment, record.Request.Type.WireName(), record.Duration ?? TimeSpan.Zero,
            DidNothing(record) ? null : record.Failure,
            Skipped: DidNothing(record)));

    private static bool DidNothing(DeploymentRecord record) =>
        record.Result is DeploymentResult.Blocked or DeploymentResult.Queued or DeploymentResult.Superseded or DeploymentResult.Cancelled;
}
