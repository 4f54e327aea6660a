namespace Pipelines.Reporting;

/// <summary>The progress of a long operation.</summary>
/// <param name="Task">The operation, such as <c>packaging</c>.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Total units; null if not known yet.</param>
/// <param name="Unit">What is counted, such as <c>files</c>, <c>bytes</c> or <c>seconds</c>.</param>
/// <param name="Files">Files done, and total files, in addition to the units; null if there are none.</param>
public sealed record Progress(string Task, long Done, long? Total, string Unit, (long Done, long Total)? Files = null);
