namespace Pipelines.Operations;

/// <summary>How something stands on a host that is being prepared.</summary>
/// <param name="Host">The host.</param>
/// <param name="Task">What it is about.</param>
/// <param name="State">Whether it was so, is so now, or is not so.</param>
internal sealed record SetupFinding(string Host, SetupTask Task, SetupState State);
