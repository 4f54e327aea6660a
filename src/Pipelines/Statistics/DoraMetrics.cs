using System.Globalization;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Statistics;

/// <summary>The five metrics of DORA, from event logs.</summary>
/// <param name="attempts">Deployments of the period, in the order of each log.</param>
/// <param name="period">How long the period is.</param>
internal sealed class DoraMetrics(IReadOnlyList<Attempt> attempts, TimeSpan period)
{
    /// <summary>Deployments that put a change live, or tried to: rollbacks put none.</summary>
    private readonly IReadOnlyList<Attempt> _changes =
        [.. attempts.Where(attempt => !attempt.IsRollback && (attempt.HasSucceeded || attempt.IsUndone))];

    /// <summary>Those that had to be undone, and how long until what was good was live again; null while it is not.</summary>
    private readonly IReadOnlyList<(Attempt Change, TimeSpan? Recovery)> _failures = [.. Failures(attempts)];

    /// <param name="committedAt">When a commit was made; null if unknown.</param>
    public IReadOnlyList<DoraMetric> All(Func<string?, DateTimeOffset?> committedAt) =>
        [Frequency(), LeadTime(committedAt), FailureRate(), RecoveryTime(), ReworkRate()];

    private DoraMetric Frequency()
    {
        var live = _changes.Where(change => change.HasSucceeded).ToList();
        double? perDay = attempts.Count == 0 ? null : live.Count / period.TotalDays;
        return new DoraMetric("deployment_frequency", "Deployment frequency",
            perDay is { } rate
                ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.##} a day") : null, perDay, "per day") { Numerator = Ids(live) };
    }

    private DoraMetric LeadTime(Func<string?, DateTimeOffset?> committedAt)
    {
        var live = _changes.Where(change => change.HasSucceeded)
            .Select(change => (Change: change, Time: change.Record.EndedAt - committedAt(change.Record.Request.Commit)))
            .Where(change => change.Time >= TimeSpan.Zero).ToList();
        return Time("lead_time", "Change lead time", Quantile.Median(live.Select(change => change.Time)))
            with { Numerator = Ids(live.Select(change => change.Change)) };
    }

    private DoraMetric FailureRate() =>
        Rate("change_failure_rate", "Change failure rate", [.. _failures.Select(failure => failure.Change)], _changes);

    private DoraMetric RecoveryTime()
    {
        var recovered = _failures.Where(failure => failure.Recovery is not null).ToList();
        return Time("recovery_time", "Failed deployment recovery time", Quantile.Median(recovered.Select(failure => failure.Recovery)))
            with { Numerator = Ids(recovered.Select(failure => failure.Change)) };
    }

    /// <summary>Deployments that nobody had planned: emergencies, and rollbacks that people asked for.</summary>
    private DoraMetric ReworkRate()
    {
        var all = attempts.Where(attempt => attempt.Counts).ToList();
        return Rate("rework_rate", "Deployment rework rate",
            [.. all.Where(attempt => attempt.IsRollback || attempt.Type == DeploymentType.EmergencyManual)], all);
    }

    private static IEnumerable<(Attempt Change, TimeSpan? Recovery)> Failures(IReadOnlyList<Attempt> attempts)
    {
        foreach (var log in attempts.GroupBy(attempt => attempt.Environment))
        {
            Attempt? live = null;
            Attempt? broken = null;
            foreach (var attempt in log)
            {
                if (broken is not null && attempt.HasSucceeded)
                {
                    yield return (broken, attempt.Record.EndedAt - broken.Record.EndedAt);
                    broken = null;
                }

                if (attempt.Record.Result == History.DeploymentResult.RolledBack && !attempt.IsRollback)
                {
                    yield return (attempt, attempt.Worked);
                }
                else if (attempt.IsUndone && !attempt.IsRollback)
                {
                    broken ??= attempt;
                }
                else if (attempt is { IsRollback: true, HasSucceeded: true } && live is not null)
                {
                    yield return (live, attempt.Record.EndedAt - live.Record.EndedAt);
                    live = null;
                }

                live = attempt is { HasSucceeded: true, IsRollback: false } ? attempt : live;
            }

            if (broken is not null)
            {
                yield return (broken, null);
            }
        }
    }

    private static DoraMetric Time(string name, string title, TimeSpan? time) =>
        new(name, title, time?.ForPeople(), time?.TotalSeconds, "seconds, median");

    private static DoraMetric Rate(string name, string title, IReadOnlyList<Attempt> part, IReadOnlyList<Attempt> whole)
    {
        var share = Share.Of(part.Count, whole.Count);
        return new DoraMetric(name, title, share?.ToString(), share?.Percent, "percent") { Numerator = Ids(part),
            Denominator = Ids(whole) };
    }

    private static IReadOnlyList<string> Ids(IEnumerable<Attempt> attempts) => [.. attempts.Select(attempt => attempt.Record.Id)];
}
