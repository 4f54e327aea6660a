namespace Pipelines.Locks;

/// <summary>Who holds a lease.</summary>
/// <param name="Description">Description for people: actor, run, machine.</param>
/// <param name="Machine">Identity of the machine's boot, which makes a process id meaningful; null if unknown.</param>
/// <param name="ProcessId">The process on that machine.</param>
/// <param name="ProcessStart">Its start time in clock ticks since boot, to detect a reused id.</param>
public sealed record LeaseHolder(string Description, string? Machine, int ProcessId, long ProcessStart);
