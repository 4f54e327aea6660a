namespace Pipelines.Databases.Sources;

/// <summary>What a file holds.</summary>
public enum MigrationFileRole
{
    /// <summary>A migration in SQL; both ways, if it has sections.</summary>
    Up,

    /// <summary>What undoes the migration of the same version.</summary>
    Down,

    /// <summary>SQL that runs whenever it has changed.</summary>
    Repeatable,

    /// <summary>A declarative migration.</summary>
    Declarative,
}
