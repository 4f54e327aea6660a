namespace Pipelines.Statistics;

/// <summary>Sums over the deployments of a group.</summary>
/// <param name="Name">The group.</param>
/// <param name="Attempts">Its deployments.</param>
internal sealed record GroupStatistics(string Name, IReadOnlyList<Attempt> Attempts)
{
    /// <summary>Those that ended by themselves: neither blocked, queued nor cancelled, and not without anything to do.</summary>
    public int Deployments => Count(attempt => attempt.Counts);

    public int Succeeded => Count(attempt => attempt.HasSucceeded);

    public int Failed => Count(attempt => attempt.HasFailed);

    /// <summary>Failed ones that were rolled back automatically.</summary>
    public int Undone => Count(attempt => attempt.IsUndone);

    /// <summary>Rollbacks that people asked for.</summary>
    public int Rollbacks => Count(attempt => attempt is { IsRollback: true, Counts: true });

    public int Blocked => Count(attempt => attempt.IsBlocked);

    public int Overrides => Count(attempt => attempt.IsOverride);

    /// <summary>Null without deployments.</summary>
    public Share? SuccessRate => Share.Of(Succeeded, Deployments);

    public TimeSpan? MedianWork => Quantile.Median(Counted.Select(attempt => attempt.Worked));

    public TimeSpan? P95Work => Quantile.P95(Counted.Select(attempt => attempt.Worked));

    public TimeSpan? MedianWait => Quantile.Median(Counted.Select(attempt => attempt.Waited));

    /// <summary>All downtime that was measured; null if none was.</summary>
    public TimeSpan? Downtime => Counted.Any(attempt => attempt.Record.Downtime is not null)
        ? Counted.Aggregate(TimeSpan.Zero, (sum, attempt) => sum + (attempt.Record.Downtime ?? TimeSpan.Zero)) : null;

    /// <summary>The median time from a blocked request to the next opening; null if none is known.</summary>
    public TimeSpan? MedianClosed => Quantile.Median(Attempts.Select(attempt => attempt.ClosedFor));

    private IEnumerable<Attempt> Counted => Attempts.Where(attempt => attempt.Counts);

    private int Count(Func<Attempt, bool> matches) => Attempts.Count(matches);
}
