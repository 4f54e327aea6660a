namespace Pipelines.Maintenance;

/// <summary>The outcome of a task.</summary>
public enum TaskOutcome
{
    Passed,
    Failed,

    /// <summary>Not run, because an earlier task failed.</summary>
    Skipped,
}
