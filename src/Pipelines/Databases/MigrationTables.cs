using System.Globalization;
using Pipelines.Databases.Journal;
using Pipelines.Databases.Migrations;
using Pipelines.Views;

namespace Pipelines.Databases;

/// <summary>How steps show migrations.</summary>
internal static class MigrationTables
{
    public static Table<MigrationLine> Standing { get; } = new Table<MigrationLine>("migrations")
        .Text("migration", "Migration", line => line.Title)
        .Text("state", "State", State)
        .Text("started_at", "Applied (UTC)", line => Applied(line)?.StartedAt)
        .Duration("duration_ms", "Took", line => Applied(line)?.Took)
        .Text("actor", "By", line => Applied(line)?.Actor)
        .GivenText("release", line => Applied(line)?.Release)
        .Given("reversible", line => line.Migration?.Down is not null)
        .GivenText("file", line => line.Migration?.At.File);

    public static Table<Migration> Chosen { get; } = new Table<Migration>("migrations")
        .Text("migration", "Migration", migration => migration.Title)
        .Text("file", "File", migration => migration.At.File)
        .Number("statements", "Statements", migration => migration.Up.Statements.Count)
        .Flag("reversible", "Reversible", migration => migration.Down is not null);

    /// <summary>Such as "3 migrations".</summary>
    public static string Count(int count) =>
        count == 1 ? "1 migration" : string.Create(CultureInfo.InvariantCulture, $"{count} migrations");

    private static JournalEntry? Applied(MigrationLine line) => line.State == MigrationState.Pending ? null : line.Entry;

    private static string State(MigrationLine line) => line.State switch
    {
        MigrationState.Interrupted => string.Create(CultureInfo.InvariantCulture, $"interrupted after {line.Entry!.Done} statements"),
        MigrationState.Elsewhere => "for other environments",
        var state => $"{state}".ToLowerInvariant(),
    };
}
