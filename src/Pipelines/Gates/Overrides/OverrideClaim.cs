namespace Pipelines.Gates.Overrides;

/// <summary>A requested override.</summary>
/// <param name="Names">The rules to break; empty with a token means those in the token.</param>
/// <param name="Reason">The reason; null if not given.</param>
/// <param name="Ticket">The ticket; null if not given.</param>
/// <param name="Actor">Who requests it, as reported by the platform; null if unknown.</param>
/// <param name="Token">Id of a token granted in advance; null for none.</param>
public sealed record OverrideClaim(IReadOnlyList<string> Names, string? Reason, string? Ticket, string? Actor, string? Token)
{
    /// <summary>What started the run, as reported by the platform, regardless of the inputs; null if unknown.</summary>
    public string? Trigger { get; init; }
}
