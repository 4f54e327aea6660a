using Pipelines.Databases.Migrations;
using Pipelines.Errors;

namespace Pipelines.Databases.Sources;

/// <summary>The order of migrations, and what stands in the way of one.</summary>
internal static class MigrationOrder
{
    /// <summary>By version, but each after what it depends on.</summary>
    public static IReadOnlyList<Migration> Of(IReadOnlyList<Migration> migrations)
    {
        var order = new List<Migration>(migrations.Count);
        var waiting = migrations.OrderBy(migration => migration.Version).ToList();
        while (waiting.Count > 0)
        {
            var next = waiting.FindIndex(migration => DependenciesOf(migration, waiting).Count == 0);
            order.Add(waiting[next]);
            waiting.RemoveAt(next);
        }

        return order;
    }

    /// <summary>Versions that exist twice, ways down to nowhere, missing dependencies, and circles of them.</summary>
    public static IEnumerable<Problem> Problems(IReadOnlyList<Migration> migrations, IReadOnlyList<MigrationFile> files)
    {
        foreach (var same in migrations.GroupBy(migration => migration.Key).Where(same => same.Count() > 1))
        {
            yield return new Problem(null, $"the version {same.First().Title} exists twice: also in {same.First().At.File}.",
                "Give one of them another version.", same.Last().At);
        }

        foreach (var down in files.Where(file => file.Role == MigrationFileRole.Down
            && !files.Any(other => other.Role == MigrationFileRole.Up && other.Version!.Equals(file.Version))))
        {
            yield return new Problem(down.Path, $"there is no migration {down.Version} that it would undo.",
                "Correct its name, or remove it.");
        }

        foreach (var migration in migrations)
        {
            foreach (var dependency in migration.Terms.Dependencies.Where(name => !migrations.Any(other => IsMeant(other, name))))
            {
                yield return new Problem(null, $"depends on \"{Reporting.PrintableText.Of(dependency)}\", which does not exist.",
                    NearestName.Hint(dependency, migrations.Select(Stem)), migration.At);
            }
        }

        if (Circle(migrations) is { } circle)
        {
            yield return new Problem(null, $"the dependencies go round in a circle: {string.Join(" -> ", circle.Select(Stem))}.",
                "Remove one of them.", circle[0].At);
        }
    }

    /// <summary>Migrations that depend on each other; null if there are none.</summary>
    private static List<Migration>? Circle(IReadOnlyList<Migration> migrations)
    {
        var left = migrations.ToList();
        while (left.RemoveAll(migration => DependenciesOf(migration, left).Count == 0) > 0)
        {
        }

        if (left.Count == 0)
        {
            return null;
        }

        var path = new List<Migration> { left[0] };
        while (DependenciesOf(path[^1], left)[0] is var next && !path.Contains(next))
        {
            path.Add(next);
        }

        var last = DependenciesOf(path[^1], left)[0];
        return [.. path.Skip(path.IndexOf(last)), last];
    }

    private static List<Migration> DependenciesOf(Migration migration, IEnumerable<Migration> among) =>
        [.. among.Where(other => migration.Terms.Dependencies.Any(name => IsMeant(other, name)))];

    /// <summary>A dependency is written as a version, or as the name of the file without its ending.</summary>
    private static bool IsMeant(Migration migration, string name) => Stem(migration) == name
        || (MigrationVersion.TryParse(name, out var version) && version.Equals(migration.Version));

    private static string Stem(Migration migration) => Path.GetFileNameWithoutExtension(migration.At.File);
}
