using NodaTime;
using Pipelines.Configuration.Schema;
using Pipelines.History;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Gates.Requirements;

/// <summary>
/// The same release, or the same commit if the release is not known yet, has been live and healthy in another environment for a certain
/// time. Separate periods add up; a period without a passed health check, or of a release that is known bad, does not count.
/// </summary>
/// <param name="Environment">The other environment.</param>
/// <param name="Time">The required time.</param>
public sealed record HealthyInRequirement(string Environment, TimeSpan Time) : IRequirement
{
    /// <summary>Its key, which names other environments.</summary>
    public const string KeyName = "healthy-in";

    public static RequirementKind Kind { get; } = RequirementKind.Many(
        Key.Optional(KeyName, "How long the same release or commit must have been live and healthy in other environments.",
            Shapes.Map(Shapes.Duration)).Or(new Dictionary<string, TimeSpan>(), "none"),
        times => times.Select(pair => new HealthyInRequirement(pair.Key, pair.Value)));

    public string Name => $"healthy-in:{Environment}";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) =>
        Judge(await evidence.HistoryAsync(Environment), evidence.Subject, evidence.Now);

    public RequirementResult Judge(DeploymentHistory history, GateSubject subject, Instant now)
    {
        var what = subject.Release is { } id ? $"release {id}" : $"commit {subject.Commit ?? "(unknown)"}";
        if (history.LastSuccess(record => IsSame(record, subject)) is not { Release: { } release } found)
        {
            return new(Name, false, $"{what} was never live there") { IsPending = true };
        }

        if (history.Condemnation(release) is { } condemned)
        {
            return new(Name, false, $"release {release} was marked as known bad there by deployment {condemned.Id}");
        }

        if (Unproven(history, release))
        {
            return new(Name, false, $"{Environment} has no health check that could verify {what}");
        }

        var soak = Soak.Of(history, record => record.Release == release, now);
        var left = Duration.FromTimeSpan(Time) - soak.Length;
        return left <= Duration.Zero
            ? new(Name, true, $"{what} was healthy for {Text(soak.Length)} there", Touched.Page(found))
            : new(Name, false, $"{what} was healthy for {Text(soak.Length)} of {Durations.Format(Time)} there", Touched.Page(found))
            {
                MetAt = soak.IsLive ? now + left : null,
                IsPending = true,
            };
    }

    private static bool IsSame(DeploymentRecord record, GateSubject subject) =>
        subject.Release is { } release ? record.Release == release : subject.Commit is { } commit && record.Request.Commit == commit;

    /// <summary>
    /// The last deployment that actually made it live was verified on every host; one that found it already live verified nothing new.
    /// </summary>
    private static bool Unproven(DeploymentHistory history, string release) =>
        history.LastSuccess(record => record.Release == release && record.Find<Activated>() is not null)?.All<Activated>()
            .Any(host => host.Proof.Length == 0) ?? true;

    private static string Text(Duration duration) => Durations.Format(TimeSpan.FromSeconds(Math.Floor(duration.TotalSeconds)));
}
