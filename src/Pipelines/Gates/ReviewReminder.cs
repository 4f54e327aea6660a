using NodaTime;
using Pipelines.Engine;
using Pipelines.Gates.Overrides;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Steps;

namespace Pipelines.Gates;

/// <summary>Reminds people, once for each, of overrides whose review is overdue.</summary>
public sealed class ReviewReminder(EventLogs logs, Audiences audiences, TimeProvider clock)
{
    /// <summary>Nothing happens when nobody has to review overrides.</summary>
    public async Task RemindAsync(StepContext step, DeployRequest request, CancellationToken cancellation)
    {
        if (step.Settings.Require(OverrideKeys.Override).Review is not { } within)
        {
            return;
        }

        var (log, announcer) = (logs.Of(step), audiences.Of(step).Announcer);
        var due = new ReviewedRequirement(within)
            .Due(new DeploymentHistory(await log.ReadAsync(cancellation)), Instant.FromDateTimeOffset(clock.GetUtcNow()));
        foreach (var record in due.Where(record => record.Find<DeploymentEvent.Reminded>() is null))
        {
            var reminded = await log.AppendAsync(record.Id, new DeploymentEvent.Reminded(), guard: null, cancellation);
            await announcer.TellAsync(request, record with { Events = [.. record.Events, reminded] }, cancellation);
        }
    }
}
