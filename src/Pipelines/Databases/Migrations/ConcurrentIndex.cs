namespace Pipelines.Databases.Migrations;

/// <summary>An index that CREATE INDEX CONCURRENTLY makes.</summary>
/// <param name="Name">Its name as written, perhaps quoted; null if PostgreSQL chooses one.</param>
/// <param name="Table">Its table as written, perhaps quoted and with a schema.</param>
public sealed record ConcurrentIndex(string? Name, string Table);
