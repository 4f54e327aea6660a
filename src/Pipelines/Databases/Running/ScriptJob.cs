using Pipelines.Databases.Journal;
using Pipelines.Databases.Migrations;

namespace Pipelines.Databases.Running;

/// <summary>A script of a migration to run.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Script">Its way up or down.</param>
/// <param name="Direction">Which of them.</param>
/// <param name="Checks">What must hold at its end.</param>
public sealed record ScriptJob(Migration Migration, MigrationScript Script, JournalDirection Direction, IReadOnlyList<DatabaseCheck> Checks)
{
    public static ScriptJob Up(Migration migration) => new(migration, migration.Up, JournalDirection.Up, migration.Terms.PostUp);

    public static ScriptJob Down(Migration migration) =>
        new(migration, migration.Down!, JournalDirection.Down, migration.Terms.PostDown);

    /// <summary>The checksum of the first statements.</summary>
    public string ChecksumOf(int count) => MigrationChecksum.Of(Script.Statements.Take(count));
}
