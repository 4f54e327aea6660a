using NodaTime;
using Pipelines.Configuration.Schema;
using Pipelines.History;
using Pipelines.Reporting;

namespace Pipelines.Gates.Requirements;

/// <summary>Enough time has passed since the last deployment that changed a host ended, whatever its outcome.</summary>
public sealed record CooldownRequirement(TimeSpan Time) : IRequirement
{
    public static RequirementKind Kind { get; } = RequirementKind.One(Key.Optional("cooldown",
        "Minimum time since the last deployment here ended.", Shapes.Duration.Select(time => new CooldownRequirement(time))) with
    { DefaultText = "none" });

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
