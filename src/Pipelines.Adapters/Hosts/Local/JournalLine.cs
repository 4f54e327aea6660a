namespace Pipelines.Adapters.Hosts.Local;

/// <summary>One line of the host's journal.</summary>
internal sealed record JournalLine(DateTimeOffset At, string Deployment, long Token, string Action, string? Outcome);
