using Pipelines.History;
using Pipelines.History.Events;

namespace Pipelines.Gates.Requirements;

/// <summary>Finished deployments that changed what hosts serve. An interrupted one still has to be finished.</summary>
internal static class Touched
{
    public static IEnumerable<DeploymentRecord> In(DeploymentHistory history) =>
        history.Deployments.Where(record => record.EndedAt is not null && record.Find<DeploymentEvent.Activating>() is not null)
            .OrderBy(record => record.EndedAt);

    /// <summary>The URL of its run; null for none.</summary>
    public static Uri? Page(DeploymentRecord record) => Uri.TryCreate(record.Request.RunUrl, UriKind.Absolute, out var page) ? page : null;
}
