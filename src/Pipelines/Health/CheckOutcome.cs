using Pipelines.Health.Checks;
using Pipelines.Reporting;

namespace Pipelines.Health;

/// <summary>How one check came out.</summary>
/// <param name="Check">The check.</param>
/// <param name="Healthy">True when it got its successes in a row before its deadline.</param>
/// <param name="Attempts">Probes started.</param>
/// <param name="InARow">Healthy probes in a row at the end.</param>
/// <param name="Took">From the first probe to the decision.</param>
/// <param name="FirstHealthy">From the first probe to the first healthy answer; null when there was none.</param>
/// <param name="LastDetail">What the last probe saw; null when none ended.</param>
/// <param name="LastFault">What the last probe that failed saw; null when none failed.</param>
/// <param name="Version">The version last said; null when none was.</param>
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
        : $"{Check.Title}: not healthy after {Took.ForPeople()} ({Attempts} {Plural("attempt", Attempts)}{Streak}): {LastFault ?? "no answer"}";

    private string Streak => InARow > 0 ? $", {InARow} of {Check.Successes} successes in a row" : "";

    private static string Plural(string word, int count) => count == 1 ? word : word + "s";
}
