using Pipelines.History;
using Pipelines.Steps;

namespace Pipelines.Deployments;

/// <summary>Outputs of the steps that deploy.</summary>
internal static class DeployOutputs
{
    private static readonly Output DeploymentId = new("deployment-id", "Id of the deployment; empty for a dry run.");
    private static readonly Output Type = new("deployment-type", "What it was deployed as, such as manual.");
    private static readonly Output Release = new("release", "Id of the release; empty when it was blocked before, or not packaged yet.");
    private static readonly Output Outcome = new("outcome", "succeeded, unchanged, blocked, failed, rolled-back, rollback-failed, or planned for a dry run.");
    private static readonly Output Duration = new("duration-ms", "Milliseconds from the request to the end.");
    private static readonly Output Downtime = new("downtime-ms", "Longest downtime of a host in milliseconds; empty when there was none to measure.");

    public static IReadOnlyList<Output> All { get; } = [DeploymentId, Type, Release, Outcome, Duration, Downtime];

    public static StepResult With(StepResult result, DeploymentRecord record) => result
        .With(DeploymentId, record.Id)
        .With(Type, record.Request.Type)
        .With(Release, record.Release)
        .With(Outcome, DeploymentText.Outcome(record))
        .With(Duration, (long?)record.Duration?.TotalMilliseconds)
        .With(Downtime, (long?)record.Downtime?.TotalMilliseconds);

    public static StepResult Planned(StepResult result, string? release) => result.With(Release, release).With(Outcome, "planned");
}
