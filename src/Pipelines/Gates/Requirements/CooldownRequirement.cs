using NodaTime;
using Pipelines.History;
using Pipelines.Reporting;

namespace Pipelines.Gates.Requirements;

/// <summary>Enough time has passed since the last deployment that changed a host ended, whatever its outcome.</summary>
public sealed record CooldownRequirement(TimeSpan Time) : IRequirement
{
    public string Name => "cooldown";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) =>
        Judge(await evidence.HistoryAsync(evidence.Subject.Environment), evidence.Now);

    public RequirementResult Judge(DeploymentHistory history, Instant now)
    {
        if (Touched.In(history).LastOrDefault() is not { EndedAt: { } end } last)
        {
            return new(Name, true, "nothing was deployed here before");
        }

        var over = Instant.FromDateTimeOffset(end + Time);
        var told = $"deployment {last.Id} ended at {Instants.Format(end)}";
        return over <= now
            ? new(Name, true, $"{told}, more than {Durations.Format(Time)} ago", Touched.Page(last))
            : new(Name, false, $"{told}, less than {Durations.Format(Time)} ago", Touched.Page(last)) { MetAt = over, IsPending = true };
    }
}
