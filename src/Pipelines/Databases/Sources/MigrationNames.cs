using System.Text.RegularExpressions;
using Pipelines.Databases.Migrations;

namespace Pipelines.Databases.Sources;

/// <summary>How files of migrations are named.</summary>
public static partial class MigrationNames
{
    public const string Expected = "Expected 0001_name.sql with an optional 0001_name.down.sql, 0001_name.yaml, or V1__name.sql, "
        + "U1__name.sql and R__name.sql.";

    /// <summary>What a name says; null if it is none of a migration.</summary>
    public static MigrationFile? Read(string path, string name) =>
        Sql().Match(name) is { Success: true } sql
            ? File(path, sql, sql.Groups["down"].Success ? MigrationFileRole.Down : MigrationFileRole.Up)
            : Flyway().Match(name) is { Success: true } flyway
                ? File(path, flyway, flyway.Groups["kind"].Value == "V" ? MigrationFileRole.Up : MigrationFileRole.Down)
                : Repeatable().Match(name) is { Success: true } repeatable
                    ? new MigrationFile(path, MigrationFileRole.Repeatable, null, repeatable.Groups["name"].Value)
                    : Yaml().Match(name) is { Success: true } yaml ? File(path, yaml, MigrationFileRole.Declarative) : null;

    private static MigrationFile? File(string path, Match match, MigrationFileRole role) =>
        MigrationVersion.TryParse(match.Groups["version"].Value, out var version)
            ? new MigrationFile(path, role, version, match.Groups["name"].Value) : null;

    [GeneratedRegex(@"^(?<version>[0-9]+)[_-](?<name>.+?)((?<down>\.down)|\.up)?\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex Sql();

    [GeneratedRegex(@"^(?<kind>V|U)(?<version>[0-9]+([._][0-9]+)*)__(?<name>.+)\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex Flyway();

    [GeneratedRegex(@"^R__(?<name>.+)\.sql$", RegexOptions.ExplicitCapture)]
    private static partial Regex Repeatable();

    [GeneratedRegex(@"^(?<version>[0-9]+)[_-](?<name>.+)\.ya?ml$", RegexOptions.ExplicitCapture)]
    private static partial Regex Yaml();
}
