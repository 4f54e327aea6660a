namespace Pipelines.Statistics;

/// <summary>Quantiles by nearest rank: always a value that was measured.</summary>
internal static class Quantile
{
    private const double Middle = 0.5;
    private const double High = 0.95;

    /// <summary>The median; null without values.</summary>
    public static TimeSpan? Median(IEnumerable<TimeSpan?> values) => Of(values, Middle);

    /// <summary>What 95 % do not exceed; null without values.</summary>
    public static TimeSpan? P95(IEnumerable<TimeSpan?> values) => Of(values, High);

    private static TimeSpan? Of(IEnumerable<TimeSpan?> values, double share)
    {
        var sorted = values.OfType<TimeSpan>().Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
