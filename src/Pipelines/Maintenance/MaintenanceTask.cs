namespace Pipelines.Maintenance;

/// <summary>A task of a maintenance run.</summary>
/// <param name="Name">Its display name.</param>
/// <param name="Command">Program and arguments. On a host, a relative program is resolved in the live release.</param>
/// <param name="On">Where it runs.</param>
/// <param name="Within">Time limit; then it and its child processes are killed.</param>
/// <param name="ContinueOnFailure">True to continue with the next task if it fails, and not to fail the run.</param>
public sealed record MaintenanceTask(string Name, IReadOnlyList<string> Command, TaskPlace On, TimeSpan Within, bool ContinueOnFailure);
