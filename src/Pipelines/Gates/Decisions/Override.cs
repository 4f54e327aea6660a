namespace Pipelines.Gates.Decisions;

/// <summary>An override that was accepted.</summary>
/// <param name="Names">What it breaks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Ticket">The ticket; null for none.</param>
/// <param name="Actor">Who uses it, as the platform says; null when it does not.</param>
/// <param name="GrantedBy">Who granted it ahead; null for nobody.</param>
/// <param name="Token">Id of the token; null without one.</param>
public sealed record Override(IReadOnlyList<string> Names, string Reason, string? Ticket, string? Actor, string? GrantedBy, string? Token);
