namespace Pipelines.History.Events;

/// <summary>One object of the log as stored.</summary>
/// <param name="Body">JSON text of an <see cref="LogBody"/>; kept as text so that its hash does not depend on a formatter.</param>
/// <param name="Hash">SHA-256 of the previous entry's hash followed by the body, hex.</param>
internal sealed record LogEntry(string Body, string Hash);
