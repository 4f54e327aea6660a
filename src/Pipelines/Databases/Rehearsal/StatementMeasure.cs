using Pipelines.Databases.Migrations;

namespace Pipelines.Databases.Rehearsal;

/// <summary>What a statement did when it was rehearsed.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Outcome">Whether it could be rehearsed.</param>
public sealed record StatementMeasure(Migration Migration, MigrationStatement Statement, RehearsalOutcome Outcome)
{
    /// <summary>The strongest locks it took on tables that existed before, such as <c>AccessExclusiveLock on users</c>.</summary>
    public IReadOnlyList<RelationLock> Locks { get; init; } = [];

    /// <summary>The tables that it wrote anew.</summary>
    public IReadOnlyList<string> Rewritten { get; init; } = [];

    /// <summary>How many rows it read from tables, one after the other.</summary>
    public long RowsScanned { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Why it failed, or was not rehearsed; null if it was.</summary>
    public string? Reason { get; init; }
}
