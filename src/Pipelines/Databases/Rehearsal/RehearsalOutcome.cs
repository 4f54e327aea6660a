namespace Pipelines.Databases.Rehearsal;

/// <summary>How the rehearsal of a statement ended.</summary>
public enum RehearsalOutcome
{
    Measured,

    Failed,

    /// <summary>It cannot be rehearsed in a transaction, or stands behind one that failed.</summary>
    NotRehearsed,
}
