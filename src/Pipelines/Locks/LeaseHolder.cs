namespace Pipelines.Locks;

/// <summary>Who holds a lease.</summary>
/// <param name="Description">For people: actor, run, machine.</param>
/// <param name="Machine">Identity of the machine's boot, so that a process id means something; null when unknown.</param>
/// <param name="ProcessId">The process on that machine.</param>
/// <param name="ProcessStart">Its start time in clock ticks since boot, so that a reused id is told apart.</param>
public sealed record LeaseHolder(string Description, string? Machine, int ProcessId, long ProcessStart);
