using Pipelines.Databases.Migrations;
using Pipelines.Errors;

namespace Pipelines.Databases.Sources;

/// <summary>All migrations of a folder, in the order in which they run.</summary>
/// <param name="Versioned">By version, those that others depend on first.</param>
/// <param name="Repeatable">By name; they run after the others.</param>
public sealed record MigrationCatalog(IReadOnlyList<Migration> Versioned, IReadOnlyList<Migration> Repeatable)
{
    /// <summary>All, in the order in which they run.</summary>
    public IEnumerable<Migration> All => Versioned.Concat(Repeatable);

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder, as shown to people.</param>
    /// <param name="directory">Where it is.</param>
    /// <param name="yaml">Parses declarative migrations.</param>
    /// <exception cref="PipelineException">All problems of all files together.</exception>
    public static MigrationCatalog Read(string path, string directory, YamlParser yaml)
    {
        var problems = new List<Problem>();
        var files = MigrationFolder.Read(path, directory, problems);
        var downs = files.Where(file => file.Role == MigrationFileRole.Down).ToList();
        var migrations = new List<Migration>();
        foreach (var file in files.Where(file => file.Role != MigrationFileRole.Down))
        {
            var down = downs.Find(other => file.Role == MigrationFileRole.Up && other.Version!.Equals(file.Version));
            if (Read(file, down, yaml, problems) is { } migration)
            {
                migrations.Add(migration);
            }
        }

        problems.AddRange(MigrationOrder.Problems(migrations, files));
        if (problems.Count > 0)
        {
            throw new PipelineException(problems);
        }

        return new MigrationCatalog(
            MigrationOrder.Of([.. migrations.Where(migration => migration.Version is not null)]),
            [.. migrations.Where(migration => migration.Version is null).OrderBy(migration => migration.Name, StringComparer.Ordinal)]);
    }

    private static Migration? Read(MigrationFile file, MigrationFile? down, YamlParser yaml, List<Problem> problems)
    {
        if (file.Role == MigrationFileRole.Declarative)
        {
            return DeclarativeMigration.Read(file, yaml, problems);
        }

        var sections = SqlSections.Of(file.Text);
        return sections.Count == 0 ? Plain(file, down, problems) : Sectioned(file, down, sections, problems);
    }

    private static Migration? Plain(MigrationFile file, MigrationFile? down, List<Problem> problems)
    {
        var up = ScriptReader.Read(file.Path, file.Text, line: 1, problems);
        var undo = down is null ? null : ScriptReader.Read(down.Path, down.Text, line: 1, problems);
        return up is null ? null : new Migration(file.Version, file.Name, new SourcePosition(file.Path, 1, 1), up) { Down = undo };
    }

    private static Migration? Sectioned(MigrationFile file, MigrationFile? down, IReadOnlyList<SqlSections> sections,
        List<Problem> problems)
    {
        var ups = sections.Where(section => section.IsUp).ToList();
        var undos = sections.Where(section => !section.IsUp).ToList();
        if (ups.Count != 1 || undos.Count > 1 || (down is not null && undos.Count > 0))
        {
            problems.Add(new Problem(file.Path,
                $"has {ups.Count} sections migrate:up and {undos.Count + (down is null ? 0 : 1)} ways down.",
                "Expected one \"-- migrate:up\" and at most one \"-- migrate:down\"."));
            return null;
        }

        var up = ScriptReader.Read(file.Path, ups[0].Text, ups[0].Line, problems);
        var undo = undos is [var section] ? ScriptReader.Read(file.Path, section.Text, section.Line, problems)
            : down is null ? null : ScriptReader.Read(down.Path, down.Text, line: 1, problems);
        return up is null ? null : new Migration(file.Version, file.Name, new SourcePosition(file.Path, ups[0].Line, 1),
            up with { Separately = ups[0].Separately })
        {
            Down = undo is { Statements.Count: > 0 } ? undo with { Separately = undos is [{ Separately: true }] } : null,
        };
    }
}
