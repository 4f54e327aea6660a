namespace Pipelines.Databases.Journal;

/// <summary>How a migration stands in a database.</summary>
public enum MigrationState
{
    Pending,

    Applied,

    /// <summary>A repeatable one whose file has changed since.</summary>
    Changed,

    /// <summary>One that was applied, and whose file has changed since.</summary>
    Edited,

    /// <summary>One that is in the journal, and whose file is gone.</summary>
    Missing,

    /// <summary>One that stopped between two statements.</summary>
    Interrupted,

    /// <summary>One that is for other environments.</summary>
    Elsewhere,
}
