using Pipelines.Model;

namespace Pipelines.Gates.Decisions;

/// <summary>
/// What started the run: GitHub's event name, GitLab's <c>CI_PIPELINE_SOURCE</c>, or <c>local</c>. The two platforms never use one name
/// with different meanings, so one table serves both.
/// </summary>
/// <param name="Name">As the platform gives it.</param>
/// <param name="Type">The deployment type of such a run; <see cref="DeploymentType.None"/> if it must not deploy.</param>
public sealed record Trigger(string Name, DeploymentType Type)
{
    private static readonly Dictionary<string, DeploymentType> Types = new(StringComparer.Ordinal)
    {
        ["push"] = DeploymentType.DirectPush,
        ["release"] = DeploymentType.DirectPush,
        ["workflow_run"] = DeploymentType.AutomatedCi,
        ["repository_dispatch"] = DeploymentType.AutomatedCi,
        ["trigger"] = DeploymentType.AutomatedCi,
        ["pipeline"] = DeploymentType.AutomatedCi,
        ["parent_pipeline"] = DeploymentType.AutomatedCi,
        ["schedule"] = DeploymentType.ScheduledMaintenance,
        ["workflow_dispatch"] = DeploymentType.Manual,
        ["web"] = DeploymentType.Manual,
        ["api"] = DeploymentType.Manual,
        ["chat"] = DeploymentType.Manual,
        ["local"] = DeploymentType.Manual,
    };

    /// <summary>The names of triggers that can deploy.</summary>
    public static IReadOnlyCollection<string> Names => Types.Keys;

    /// <summary>Started by a person.</summary>
    public bool IsManual => Type == DeploymentType.Manual;

    /// <summary>It reports the result of checks, so an unknown result is not success.</summary>
    public bool NeedsConclusion => Name == "workflow_run";

    /// <summary>Whether what is known about the checks is insufficient.</summary>
    public bool LacksSuccess(string? conclusion) =>
        string.IsNullOrWhiteSpace(conclusion) ? NeedsConclusion : conclusion.Trim() != "success";

    /// <summary>Any other name, such as <c>pull_request</c> or <c>merge_request_event</c>, gets <see cref="DeploymentType.None"/>: it fails
    /// closed.</summary>
    public static Trigger Named(string name) => new(name, Types.GetValueOrDefault(name));
}
