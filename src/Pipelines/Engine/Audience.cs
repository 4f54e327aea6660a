using Pipelines.History;

namespace Pipelines.Engine;

/// <summary>Who follows a deployment: the notification channels, and the platform's page of environments. Neither ever fails one.</summary>
public sealed record Audience(IAnnouncer Announcer, PageKeeper Page)
{
    /// <summary>A deployment begins, or is resumed.</summary>
    /// <returns>Its id on the platform's page when it was shown there just now; else null.</returns>
    public async Task<string?> BeginAsync(DeployRequest request, DeploymentRecord record, bool isNew, CancellationToken cancellation)
    {
        var told = isNew ? Announcer.TellAsync(request, record, cancellation) : Task.CompletedTask;
        var page = record.Find<History.Events.DeploymentEvent.Shown>() is null ? await Page.OpenAsync(request, record, cancellation) : null;
        await told;
        return page;
    }

    /// <summary>A deployment has ended.</summary>
    public Task EndAsync(DeployRequest request, DeploymentRecord record) => Task.WhenAll(
        Announcer.TellAsync(request, record, CancellationToken.None), Page.CloseAsync(request, record, CancellationToken.None));
}
