namespace Pipelines.History.Events;

/// <summary>A log, read entry by entry.</summary>
/// <param name="Events">Its events.</param>
/// <param name="WrongPages">Names of pages that say something else; empty when all is well.</param>
public sealed record LogAudit(IReadOnlyList<LoggedEvent> Events, IReadOnlyList<string> WrongPages);
