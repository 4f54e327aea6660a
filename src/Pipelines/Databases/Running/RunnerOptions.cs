namespace Pipelines.Databases.Running;

/// <summary>How migrations are run.</summary>
public sealed record RunnerOptions
{
    /// <summary>How long a statement waits for a lock before it steps back, so that others do not queue behind it.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to try again for, when locks are held; also how long to wait for another migrator.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a statement may take; zero for any time.</summary>
    public TimeSpan StatementTimeout { get; init; }

    /// <summary>Whether a migration may run after newer ones.</summary>
    public bool OutOfOrder { get; init; }
}
