namespace Pipelines.Databases.Journal;

/// <summary>Where a run takes the database. The names are those in the journal.</summary>
public enum JournalDirection
{
    Up,

    Down,

    /// <summary>Nothing was run: the database was like this before.</summary>
    Baseline,

    /// <summary>Nothing was run: an edited file was accepted.</summary>
    Repair,
}
