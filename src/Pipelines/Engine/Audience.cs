using Pipelines.History;

namespace Pipelines.Engine;

/// <summary>Who follows a deployment: the notification channels, and the platform's page of environments. Neither ever fails one, and no
/// channel holds one up.</summary>
/// <param name="announcer">Tells the channels.</param>
/// <param name="page">The platform's page.</param>
public sealed class Audience(IAnnouncer announcer, PageKeeper page)
{
    private Task _telling = Task.CompletedTask;

    public IAnnouncer Announcer => announcer;

    /// <summary>A deployment begins, or is resumed. The channels are told beside it.</summary>
    /// <returns>Its id on the platform's page when it was shown there just now; else null.</returns>
    public async Task<string?> BeginAsync(DeployRequest request, DeploymentRecord record, bool isNew, CancellationToken cancellation)
    {
        _telling = isNew ? announcer.TellAsync(request, record, cancellation) : Task.CompletedTask;
        return record.Find<History.Events.DeploymentEvent.Shown>() is null ? await page.OpenAsync(request, record, cancellation) : null;
    }

    /// <summary>A deployment has ended. The channels hear of its beginning first.</summary>
    public Task EndAsync(DeployRequest request, DeploymentRecord record) =>
        Task.WhenAll(TellLastAsync(request, record), page.CloseAsync(request, record, CancellationToken.None));

    private async Task TellLastAsync(DeployRequest request, DeploymentRecord record)
    {
        await _telling;
        await announcer.TellAsync(request, record, CancellationToken.None);
    }
}
