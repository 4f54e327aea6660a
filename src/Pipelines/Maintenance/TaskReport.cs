namespace Pipelines.Maintenance;

/// <summary>The result of a task in one place.</summary>
/// <param name="Task">Its name.</param>
/// <param name="Place">The host, or <c>runner</c>.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Duration">How long it ran; zero if it did not.</param>
/// <param name="Detail">Why it failed, with the end of its output; empty if it did not.</param>
public sealed record TaskReport(string Task, string Place, TaskOutcome Outcome, TimeSpan Duration, string Detail);
