using Pipelines.Health.Checks;
using Pipelines.Reporting;

namespace Pipelines.Health;

/// <summary>The outcome of one check.</summary>
/// <param name="Check">The check.</param>
/// <param name="Healthy">True if it got the required successes in a row before its deadline.</param>
/// <param name="Attempts">Number of probes started.</param>
/// <param name="InARow">Healthy probes in a row at the end.</param>
/// <param name="Took">From the first probe to the decision.</param>
/// <param name="FirstHealthy">From the first probe to the first healthy response; null if there was none.</param>
/// <param name="LastDetail">What the last probe saw; null if none finished.</param>
/// <param name="LastFault">What the last failed probe saw; null if none failed.</param>
/// <param name="Version">The last reported version; null if none was.</param>
public sealed record CheckOutcome(
    HealthCheck Check,
    bool Healthy,
    int Attempts,
    int InARow,
    TimeSpan Took,
    TimeSpan? FirstHealthy,
    string? LastDetail,
    string? LastFault,
    string? Version)
{
    /// <summary>The outcome as one line for people.</summary>
    public string Explanation => Healthy
        ? $"{Check.Title}: healthy after {Took.ForPeople()} ({Attempts} {Plural("attempt", Attempts)}): {LastDetail}"
        : $"{Check.Title}: not healthy after {Took.ForPeople()} ({Attempts} {Plural("attempt", Attempts)}{Streak}): "
        + $"{LastFault ?? "no response"}";

    private string Streak => InARow > 0 ? $", {InARow} of {Check.Successes} successes in a row" : "";

    private static string Plural(string word, int count) => count == 1 ? word : word + "s";
}
