using System.Globalization;
using NodaTime;
using Pipelines.Configuration.Schema;
using Pipelines.History;
using Pipelines.Reporting;

namespace Pipelines.Gates.Requirements;

/// <summary>Fewer than this many deployments changed a host within the period before now.</summary>
/// <param name="Count">Maximum number of deployments, including this one.</param>
/// <param name="Within">The period.</param>
public sealed record AtMostRequirement(int Count, TimeSpan Within) : IRequirement
{
    private static readonly Key<int> Most = Key.Needed("count", "Maximum number of deployments.", Shapes.Integer(1, 10_000));
    private static readonly Key<TimeSpan> Period = Key.Needed("within", "The period.", Shapes.Duration);

    public static RequirementKind Kind { get; } = RequirementKind.One(Key.Optional("at-most",
        "Maximum number of deployments in a period.",
        Shapes.Record("a limit", [Most, Period], record => new AtMostRequirement(record.Get(Most), record.Get(Period)))) with
    { DefaultText = "no limit" });

    public string Name => "at-most";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) =>
        Judge(await evidence.HistoryAsync(evidence.Subject.Environment), evidence.Now);

    public RequirementResult Judge(DeploymentHistory history, Instant now)
    {
        var within = Duration.FromTimeSpan(Within);
        var ends = Touched.In(history).Select(record => Instant.FromDateTimeOffset(record.EndedAt!.Value)).Order()
            .Where(end => end + within > now).ToList();
        var told =
            string.Create(CultureInfo.InvariantCulture, $"{ends.Count} of {Count} deployments in the last {Durations.Format(Within)}");
        return ends.Count < Count ? new(Name, true, told) : new(Name, false, told) { MetAt = ends[^Count] + within, IsPending = true };
    }
}
