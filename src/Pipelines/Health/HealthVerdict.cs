namespace Pipelines.Health;

/// <summary>Whether a service was verified to work.</summary>
/// <param name="Outcomes">One for each check, in the order of the checks.</param>
/// <param name="Death">Why the service is known to be dead, whatever responds in its place; null if it is not.</param>
public sealed record HealthVerdict(IReadOnlyList<CheckOutcome> Outcomes, string? Death)
{
    public bool Healthy => Death is null && Outcomes.All(outcome => outcome.Healthy);

    /// <summary>Why it is not healthy, or what was verified, as one line for people.</summary>
    public string Explanation => string.Join("; ", Reasons());

    private IEnumerable<string> Reasons()
    {
        var told = Outcomes.Where(outcome => outcome.Healthy == Healthy).Select(outcome => outcome.Explanation);
        return Death is null ? told : told.Prepend(Death);
    }
}
