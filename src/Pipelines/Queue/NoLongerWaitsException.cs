namespace Pipelines.Queue;

/// <summary>A queued deployment was started, superseded or cancelled by another process in the meantime.</summary>
public sealed class NoLongerWaitsException(string outcome) : Exception($"it is no longer queued: it is {outcome}.");
