namespace Pipelines.Databases.Migrations;

/// <summary>What a declarative migration says besides its statements.</summary>
public sealed record MigrationTerms
{
    /// <summary>Null if it does not say.</summary>
    public string? Author { get; init; }

    /// <summary>The environments it is for; empty for all.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Migrations that must come before it, by version, or by version and name.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>What must hold before it.</summary>
    public IReadOnlyList<DatabaseCheck> PreConditions { get; init; } = [];

    /// <summary>What must hold after it.</summary>
    public IReadOnlyList<DatabaseCheck> PostUp { get; init; } = [];

    /// <summary>What must hold after it was undone.</summary>
    public IReadOnlyList<DatabaseCheck> PostDown { get; init; } = [];

    /// <summary>Whether what is committed when it fails is undone with its <c>down</c>.</summary>
    public bool UndoesItself { get; init; } = true;

    /// <summary>How long undoing may take; null for any time.</summary>
    public TimeSpan? UndoWithin { get; init; }
}
