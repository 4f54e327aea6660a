namespace Pipelines.Queue;

/// <summary>A deployment of the queue was started, superseded or cancelled by someone else meanwhile.</summary>
public sealed class NoLongerWaitsException(string outcome) : Exception($"it no longer waits: it is {outcome}.");
