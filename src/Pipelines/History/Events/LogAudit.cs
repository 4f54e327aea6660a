namespace Pipelines.History.Events;

/// <summary>A log that was read entry by entry.</summary>
/// <param name="Events">Its events.</param>
/// <param name="WrongPages">Names of pages that differ; empty if there are none.</param>
public sealed record LogAudit(IReadOnlyList<LoggedEvent> Events, IReadOnlyList<string> WrongPages);
