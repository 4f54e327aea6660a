using Pipelines.Databases.Splitting;
using Pipelines.Reporting;

namespace Pipelines.Databases.Migrations;

/// <summary>One statement of a migration.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Name">Its name in a declarative migration; null to show how it begins.</param>
public sealed record MigrationStatement(SqlStatement Sql, string? Name = null)
{
    /// <summary>What to call it, on one line.</summary>
    public string Title => Name ?? Excerpt.Of(Sql.Text);

    public StatementKind Kind { get; } = StatementKind.Of(Sql.Text);
}
