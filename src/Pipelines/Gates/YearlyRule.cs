namespace Pipelines.Gates;

/// <summary>An anniversary: the same month, day and time every <paramref name="Interval"/> years. 29 February is left out of other years (RFC 5545, 3.3.10).</summary>
/// <param name="Interval">Years between two occurrences, from 1.</param>
/// <param name="LastYear">The last year that may have one; null means for ever.</param>
public sealed record YearlyRule(int Interval, int? LastYear);
