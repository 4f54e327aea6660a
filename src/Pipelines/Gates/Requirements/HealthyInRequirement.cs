using NodaTime;
using Pipelines.History;
using Pipelines.Reporting;
using static Pipelines.History.Events.DeploymentEvent;

namespace Pipelines.Gates.Requirements;

/// <summary>
/// The same release, or the same commit while the release is not known, was live and healthy in another environment for a time. Stretches add up;
/// what was not proven by a health check, or was found to be at fault, is not healthy.
/// </summary>
/// <param name="Stage">The other environment.</param>
/// <param name="Time">How long.</param>
public sealed record HealthyInRequirement(string Stage, TimeSpan Time) : IRequirement
{
    public string Name => $"healthy-in:{Stage}";

    public async Task<RequirementResult> JudgeAsync(Evidence evidence, CancellationToken cancellation) =>
        Judge(await evidence.HistoryAsync(Stage), evidence.Subject, evidence.Now);

    public RequirementResult Judge(DeploymentHistory history, GateSubject subject, Instant now)
    {
        var what = subject.Release is { } id ? $"release {id}" : $"commit {subject.Commit ?? "(unknown)"}";
        if (history.LastSuccess(record => IsSame(record, subject)) is not { Release: { } release } found)
        {
            return new(Name, false, $"{what} was never live there") { IsPending = true };
        }

        if (history.Condemnation(release) is { } condemned)
        {
            return new(Name, false, $"release {release} was found to be at fault there by deployment {condemned.Id}");
        }

        if (Unproven(history, release))
        {
            return new(Name, false, $"{Stage} has no health check that could prove {what}");
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

    /// <summary>The last deployment that really made it live was proven on every host; one that found it live already proved nothing new.</summary>
    private static bool Unproven(DeploymentHistory history, string release) =>
        history.LastSuccess(record => record.Release == release && record.Find<Activated>() is not null)?.All<Activated>().Any(host => host.Proof.Length == 0) ?? true;

    private static string Text(Duration duration) => Durations.Format(TimeSpan.FromSeconds(Math.Floor(duration.TotalSeconds)));
}
