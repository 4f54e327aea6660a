using Pipelines.History;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Inventory;

/// <summary>The releases that an environment needs, according to its log.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="History">Its deployments.</param>
internal sealed record EnvironmentUse(string Environment, DeploymentHistory History)
{
    public string? Live => History.Live?.Release;

    /// <summary>The release that a rollback would restore; null if there is none.</summary>
    public string? Previous => History.Previous?.Release;

    /// <summary>
    /// Since when a deployment is in progress whose release is not known yet; null for none. It is saved after that time.
    /// </summary>
    public DateTimeOffset? PackagingSince =>
        Running.Where(record => record.Release is null).Min(record => (DateTimeOffset?)record.StartedAt);

    /// <summary>Commits waiting for the gate: which of their releases will be deployed is not known yet.</summary>
    public IEnumerable<string> Waiting =>
        Queued.Where(record => record.Release is null).Select(record => record.Request.Commit).OfType<string>();

    private IEnumerable<DeploymentRecord> Queued => History.Deployments.Where(record => record.Result == DeploymentResult.Queued);

    private IEnumerable<DeploymentRecord> Running => History.Deployments.Where(record => record.Result == DeploymentResult.Running);

    /// <summary>Ids of releases, and why each is needed.</summary>
    public IEnumerable<(string? Release, string Why)> Needed() =>
    [
        (Live, $"live in {Environment}"),
        (Previous, $"needed for a rollback in {Environment}"),
        .. Running.Select(record => (record.Release, $"deployment {record.Id} to {Environment} is not finished")),
        .. Queued.Select(record => (record.Release, $"deployment {record.Id} to {Environment} is queued")),
        .. History.IsUncertain
            ? [(History.Deployments.Last(record => record.Find<Activating>() is not null).Release, $"hosts of {Environment} may serve it")]
            : Array.Empty<(string?, string)>(),
    ];
}
