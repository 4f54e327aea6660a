namespace Pipelines.Maintenance;

/// <summary>What became of a task.</summary>
public enum TaskOutcome
{
    Passed,
    Failed,

    /// <summary>Not run, because a task before it failed.</summary>
    Skipped,
}
