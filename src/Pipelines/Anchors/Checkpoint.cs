namespace Pipelines.Anchors;

/// <summary>The head of a log, to be signed: what a transparency log calls a checkpoint.</summary>
/// <param name="App">The app.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Sequence">Number of the last event.</param>
/// <param name="Hash">Its hash, hex.</param>
/// <param name="At">When it was signed.</param>
internal sealed record Checkpoint(string App, string Environment, long Sequence, string Hash, DateTimeOffset At);
