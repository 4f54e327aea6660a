namespace Pipelines.Gates.Overrides;

/// <summary>An override that someone asks for.</summary>
/// <param name="Names">What it is to break; empty with a token means what the token names.</param>
/// <param name="Reason">Why; null when not given.</param>
/// <param name="Ticket">The ticket; null when not given.</param>
/// <param name="Actor">Who asks, as the platform says; null when it does not.</param>
/// <param name="Token">Id of a token that was granted ahead; null for none.</param>
public sealed record OverrideClaim(IReadOnlyList<string> Names, string? Reason, string? Ticket, string? Actor, string? Token)
{
    /// <summary>What started the run, as the platform says, whatever the inputs say of it; null when that is not known.</summary>
    public string? Trigger { get; init; }
}
