namespace Pipelines.Databases.Sources;

/// <summary>What a check asks.</summary>
internal enum CheckType
{
    Query,
    Plan,
    RowCount,
    Table,
    NoTable,
    Column,
    NoColumn,
    Index,
    NoIndex,
    Extension,
    NoExtension,
    Constraint,
    NoConstraint,
}
