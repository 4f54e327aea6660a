namespace Pipelines.Gates.Decisions;

/// <summary>An override that was accepted.</summary>
/// <param name="Names">The rules it breaks.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Ticket">The ticket; null for none.</param>
/// <param name="Actor">Who uses it, as reported by the platform; null if unknown.</param>
/// <param name="GrantedBy">Who granted it in advance; null for nobody.</param>
/// <param name="Token">Id of the token; null without one.</param>
public sealed record Override(IReadOnlyList<string> Names, string Reason, string? Ticket, string? Actor, string? GrantedBy, string? Token);
