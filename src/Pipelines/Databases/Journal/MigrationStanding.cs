using Pipelines.Databases.Migrations;
using Pipelines.Databases.Sources;

namespace Pipelines.Databases.Journal;

/// <summary>How all migrations of a folder stand in a database: made of its journal, and of nothing else.</summary>
public sealed class MigrationStanding
{
    private MigrationStanding(IReadOnlyList<MigrationLine> lines) => Lines = lines;

    /// <summary>All migrations in their order; those without a file first.</summary>
    public IReadOnlyList<MigrationLine> Lines { get; }

    /// <summary>Those that would run now, in their order.</summary>
    public IReadOnlyList<Migration> Pending => [.. Lines
        .Where(line => line.State is MigrationState.Pending or MigrationState.Changed
            || line is { State: MigrationState.Interrupted, Entry.Direction: JournalDirection.Up })
        .Select(line => line.Migration).OfType<Migration>()];

    /// <summary>Those that are applied, the newest first.</summary>
    public IReadOnlyList<MigrationLine> Applied => [.. Lines
        .Where(line => line.State is MigrationState.Applied or MigrationState.Edited or MigrationState.Missing
            && line.Migration?.Version is not null == (line.Migration is not null))
        .OrderByDescending(line => line.Entry!.Id)];

    /// <param name="catalog">The files.</param>
    /// <param name="journal">All entries, from the first on.</param>
    /// <param name="environment">The environment of the database.</param>
    public static MigrationStanding Of(MigrationCatalog catalog, IReadOnlyList<JournalEntry> journal, string environment)
    {
        var latest = new Dictionary<string, JournalEntry>(StringComparer.Ordinal);
        foreach (var entry in journal.Where(entry => entry.Status != JournalStatus.Undone))
        {
            latest[entry.Key] = entry;
        }

        var known = catalog.All.Select(migration => Line(migration, latest.GetValueOrDefault(migration.Key), environment)).ToList();
        var keys = catalog.All.Select(migration => migration.Key).ToHashSet(StringComparer.Ordinal);
        var missing = latest.Values
            .Where(entry => !keys.Contains(entry.Key) && StandsUp(entry) && !entry.Key.StartsWith("R:", StringComparison.Ordinal))
            .Select(entry => new MigrationLine($"{entry.Key} {entry.Name}", MigrationState.Missing, null, entry));
        return new MigrationStanding([.. missing, .. known]);
    }

    /// <summary>The entry with which a migration that was interrupted goes on; null for any other.</summary>
    public JournalEntry? InterruptedEntry(Migration migration) =>
        Lines.FirstOrDefault(line => line.Migration == migration && line.State == MigrationState.Interrupted)?.Entry;

    private static MigrationLine Line(Migration migration, JournalEntry? entry, string environment) =>
        new(migration.Title, State(migration, entry, environment), migration, entry);

    private static MigrationState State(Migration migration, JournalEntry? entry, string environment) =>
        entry is null ? migration.IsFor(environment) ? MigrationState.Pending : MigrationState.Elsewhere
            : entry.Status == JournalStatus.Running ? MigrationState.Interrupted
            : !StandsUp(entry) ? MigrationState.Pending
            : entry.Checksum == migration.Checksum ? MigrationState.Applied
            : migration.Version is null ? MigrationState.Changed : MigrationState.Edited;

    private static bool StandsUp(JournalEntry entry) => entry.Direction != JournalDirection.Down;
}
