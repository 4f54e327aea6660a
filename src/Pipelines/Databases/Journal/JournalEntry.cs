namespace Pipelines.Databases.Journal;

/// <summary>One run of a migration, as the journal has it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Key">The migration.</param>
/// <param name="Name">Its name.</param>
/// <param name="Direction">Where it went.</param>
/// <param name="Status">How far it got.</param>
/// <param name="Checksum">Of the statements that took the database up.</param>
public sealed record JournalEntry(long Id, string Key, string Name, JournalDirection Direction, JournalStatus Status, string Checksum)
{
    /// <summary>How many statements are committed.</summary>
    public int Done { get; init; }

    /// <summary>The statement that ran outside of a transaction when the entry was last written; null for none.</summary>
    public int? Doing { get; init; }

    /// <summary>The checksum of the statements that are committed.</summary>
    public string DoneChecksum { get; init; } = "";

    /// <summary>When it began, in UTC.</summary>
    public string StartedAt { get; init; } = "";

    /// <summary>Null if it has not ended.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>Who ran it; null if unknown.</summary>
    public string? Actor { get; init; }

    /// <summary>The release that it came with; null for none.</summary>
    public string? Release { get; init; }
}
