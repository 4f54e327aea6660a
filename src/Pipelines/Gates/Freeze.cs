using NodaTime;

namespace Pipelines.Gates;

/// <summary>
/// A time in which nothing may be deployed, <c>[From, Until)</c>. It is never shorter than meant: a begin that the clock shows twice counts from
/// the first time, an end to the second; either one inside a gap is the end of the gap.
/// </summary>
/// <param name="Name">Shown to people.</param>
/// <param name="From">Wall clock of <paramref name="Zone"/>.</param>
/// <param name="Until">Wall clock of <paramref name="Zone"/>; later than <paramref name="From"/>.</param>
/// <param name="Zone">Whose wall clock.</param>
/// <param name="Environments">The environments it holds for; empty means all.</param>
/// <param name="Except">The deployment types that pass it. A rollback passes whether listed or not.</param>
public sealed record Freeze(
    string Name,
    LocalDateTime From,
    LocalDateTime Until,
    DateTimeZone Zone,
    IReadOnlyList<string> Environments,
    IReadOnlyList<DeploymentType> Except)
{
    /// <summary>The instants <c>[Start, End)</c> that it covers.</summary>
    public Interval Interval
    {
        get
        {
            var start = WallClock.Earliest(From, Zone);
            return new Interval(start, Instant.Max(start, WallClock.Latest(Until, Zone)));
        }
    }

    /// <summary>Null, or what is wrong with the times.</summary>
    public static string? TimesError(LocalDateTime from, LocalDateTime until) =>
        from < until ? null : $"It ends at {CalendarDates.Text(until)}, which is not after its begin at {CalendarDates.Text(from)}.";

    /// <summary>Whether it holds for deployments of this kind to this environment.</summary>
    public bool AppliesTo(string stage, DeploymentType type) =>
        type != DeploymentType.Rollback
        && !Except.Contains(type)
        && (Environments.Count == 0 || Environments.Contains(stage, StringComparer.Ordinal));
}
