using NodaTime;
using Pipelines.Gates.Requirements;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Reporting;

namespace Pipelines.Gates.Overrides;

/// <summary>Every override was reviewed by a second person in time.</summary>
public sealed record ReviewedRequirement(TimeSpan Within) : IRequirement
{
    public string Name => "override-review";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) =>
        Judge(await evidence.HistoryAsync(evidence.Subject.Environment), evidence.Now);

    public RequirementResult Judge(DeploymentHistory history, Instant now)
    {
        var due = Due(history, now).FirstOrDefault();
        return due is null
            ? new(Name, true, "no override is waiting for a review")
            : new(Name, false, $"deployment {due.Id} overrode {string.Join(", ", due.Find<DeploymentEvent.Overridden>()!.Names)} at "
            + $"{Instants.Format(due.StartedAt)}, and no second person has reviewed it within {Durations.Format(Within)}: `pipelines "
            + $"override review --deployment {due.Id}`")
            { IsPending = true };
    }

    /// <summary>Those whose review is overdue, oldest first.</summary>
    public IEnumerable<DeploymentRecord> Due(DeploymentHistory history, Instant now) =>
        Unreviewed(history).Where(record => Instant.FromDateTimeOffset(record.StartedAt + Within) <= now);

    /// <summary>
    /// Deployments with an override that no second person has reviewed, oldest first. Those that changed nothing need no review.
    /// </summary>
    public static IEnumerable<DeploymentRecord> Unreviewed(DeploymentHistory history) => history.Deployments.Where(record =>
        record.Find<DeploymentEvent.Overridden>() is not null && record.Find<DeploymentEvent.Reviewed>() is null
            && record.Find<DeploymentEvent.Activating>() is not null);
}
