using Pipelines.Databases.Migrations;

namespace Pipelines.Databases.Sources;

/// <summary>What the name of a file in the folder of migrations says.</summary>
/// <param name="Path">As shown to people.</param>
/// <param name="Role">What it holds.</param>
/// <param name="Version">Null for a repeatable one.</param>
/// <param name="Name">The rest of its name.</param>
public sealed record MigrationFile(string Path, MigrationFileRole Role, MigrationVersion? Version, string Name)
{
    /// <summary>The text of the file.</summary>
    public string Text { get; init; } = "";
}
