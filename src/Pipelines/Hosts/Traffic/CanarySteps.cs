namespace Pipelines.Hosts.Traffic;

/// <summary>How the strategy canary moves traffic.</summary>
/// <param name="Percents">Shares of the traffic for the new release, each 1 to 99 and larger than the one before; all of it
/// follows.</param>
/// <param name="Pause">How long each of them lasts.</param>
public sealed record CanarySteps(IReadOnlyList<int> Percents, TimeSpan Pause)
{
    public static CanarySteps Default { get; } = new([10, 50], TimeSpan.FromSeconds(30));
}
