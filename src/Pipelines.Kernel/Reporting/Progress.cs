namespace Pipelines.Reporting;

/// <summary>How far a piece of long work has come.</summary>
/// <param name="Task">What is being done, such as <c>packaging</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; null when not known yet.</param>
/// <param name="Unit">What is counted, such as <c>files</c>, <c>bytes</c> or <c>seconds</c>.</param>
/// <param name="Files">Files done, and files in all, beside what is counted; null when there are none.</param>
public sealed record Progress(string Task, long Done, long? Total, string Unit, (long Done, long Total)? Files = null);
