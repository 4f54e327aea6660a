namespace Pipelines.Databases.Journal;

/// <summary>How far a run got. The names are those in the journal.</summary>
public enum JournalStatus
{
    /// <summary>It goes on, or was interrupted.</summary>
    Running,

    Done,

    /// <summary>It failed, and nothing of it is left.</summary>
    Undone,
}
