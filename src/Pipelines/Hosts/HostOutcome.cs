namespace Pipelines.Hosts;

/// <summary>What an act came to.</summary>
/// <param name="Summary">One line for people about what was measured; empty when there is nothing to say.</param>
/// <param name="Failure">Why the release is at fault: it did not start or did not prove; null when the act succeeded.</param>
public sealed record HostOutcome(string Summary, string? Failure = null)
{
    public static HostOutcome Done { get; } = new("");

    /// <summary>The same with other texts.</summary>
    public HostOutcome Map(Func<string, string> text) => new(text(Summary), Failure is null ? null : text(Failure));
}
