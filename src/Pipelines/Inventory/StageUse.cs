using Pipelines.History;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Inventory;

/// <summary>Which releases an environment needs, by its log.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="History">Its deployments.</param>
internal sealed record StageUse(string Stage, DeploymentHistory History)
{
    public string? Live => History.Live?.Release;

    /// <summary>What a rollback would go to; null when there is none.</summary>
    public string? Previous => History.Previous?.Release;

    /// <summary>Since when a deployment is under way whose release is not known yet; null for none. It is saved anew after that.</summary>
    public DateTimeOffset? PackagingSince => Running.Where(record => record.Release is null).Min(record => (DateTimeOffset?)record.StartedAt);

    /// <summary>Commits that wait for the gate: which of their releases is deployed then is not known yet.</summary>
    public IEnumerable<string> Waiting => Queued.Where(record => record.Release is null).Select(record => record.Request.Commit).OfType<string>();

    private IEnumerable<DeploymentRecord> Queued => History.Deployments.Where(record => record.Result == DeploymentResult.Queued);

    private IEnumerable<DeploymentRecord> Running => History.Deployments.Where(record => record.Result == DeploymentResult.Running);

    /// <summary>Ids of releases, and why each is needed.</summary>
    public IEnumerable<(string? Release, string Why)> Needed() =>
    [
        (Live, $"live in {Stage}"),
        (Previous, $"to go back to in {Stage}"),
        .. Running.Select(record => (record.Release, $"deployment {record.Id} to {Stage} is not finished")),
        .. Queued.Select(record => (record.Release, $"deployment {record.Id} to {Stage} waits for its gate")),
        .. History.IsAstray ? [(History.Deployments.Last(record => record.Find<Activating>() is not null).Release, $"hosts of {Stage} may serve it")] : Array.Empty<(string?, string)>(),
    ];
}
