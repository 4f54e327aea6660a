using NodaTime;
using Pipelines.Engine;
using Pipelines.Gates.Overrides;
using Pipelines.History;
using Pipelines.History.Events;

namespace Pipelines.Gates;

/// <summary>Reminds people, once for each, of overrides whose review is overdue.</summary>
internal sealed class ReviewReminder(EventLog log, ReviewedRequirement requirement, IAnnouncer announcer, TimeProvider clock)
{
    public async Task RemindAsync(DeployRequest request, CancellationToken cancellation)
    {
        var history = new DeploymentHistory(await log.ReadAsync(cancellation));
        foreach (var record in requirement.Due(history, Instant.FromDateTimeOffset(clock.GetUtcNow())).Where(record => record.Find<DeploymentEvent.Reminded>() is null))
        {
            var reminded = await log.AppendAsync(record.Id, new DeploymentEvent.Reminded(), guard: null, cancellation);
            await announcer.TellAsync(request, record with { Events = [.. record.Events, reminded] }, cancellation);
        }
    }
}
