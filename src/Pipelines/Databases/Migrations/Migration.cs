using Pipelines.Errors;

namespace Pipelines.Databases.Migrations;

/// <summary>One migration of the history.</summary>
/// <param name="Version">Its place in the history; null for one that is repeated whenever it changes.</param>
/// <param name="Name">Its name in words.</param>
/// <param name="At">Where it is written.</param>
/// <param name="Up">What it does.</param>
public sealed record Migration(MigrationVersion? Version, string Name, SourcePosition At, MigrationScript Up)
{
    /// <summary>What undoes it; null if nothing does.</summary>
    public MigrationScript? Down { get; init; }

    /// <summary>What a declarative migration says besides.</summary>
    public MigrationTerms Terms { get; init; } = new();

    /// <summary>Identifies it in the journal.</summary>
    public string Key => Version?.Key ?? $"R:{Name}";

    /// <summary>What to call it.</summary>
    public string Title => Version is null ? $"R__{Name}" : $"{Version} {Name}";

    public string Checksum { get; } = MigrationChecksum.Of(Up.Statements);

    /// <summary>Whether it is meant for an environment.</summary>
    public bool IsFor(string environment) => Terms.Environments.Count == 0 || Terms.Environments.Contains(environment);
}
