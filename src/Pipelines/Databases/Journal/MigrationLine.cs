using Pipelines.Databases.Migrations;

namespace Pipelines.Databases.Journal;

/// <summary>A migration and how it stands.</summary>
/// <param name="Title">What to call it.</param>
/// <param name="State">How it stands.</param>
/// <param name="Migration">Null if there is no file.</param>
/// <param name="Entry">The entry that decides; null if there is none.</param>
public sealed record MigrationLine(string Title, MigrationState State, Migration? Migration, JournalEntry? Entry);
