namespace Pipelines.Maintenance;

/// <summary>The maintenance of an environment.</summary>
/// <param name="Calendar">Name of the calendar in whose windows it may run; null for any time outside freezes.</param>
/// <param name="Tasks">The tasks, in order.</param>
public sealed record MaintenanceSpec(string? Calendar, IReadOnlyList<MaintenanceTask> Tasks);
