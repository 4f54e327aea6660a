namespace Pipelines.Databases.Rehearsal;

/// <summary>A lock on a table.</summary>
/// <param name="Relation">The table.</param>
/// <param name="Mode">The mode as in <c>pg_locks</c>, such as <c>AccessExclusiveLock</c>.</param>
public sealed record RelationLock(string Relation, string Mode)
{
    /// <summary>From the weakest to the strongest.</summary>
    private static readonly string[] Modes =
    [
        "AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock",
        "ExclusiveLock", "AccessExclusiveLock",
    ];

    /// <summary>How strong it is; readers are kept out by the strongest only.</summary>
    public int Strength => Array.IndexOf(Modes, Mode);

    /// <summary>Whether nobody can read the table meanwhile.</summary>
    public bool BlocksReaders => Mode == "AccessExclusiveLock";

    /// <summary>Whether nobody can write to the table meanwhile.</summary>
    public bool BlocksWriters => Strength >= Array.IndexOf(Modes, "ShareLock");
}
