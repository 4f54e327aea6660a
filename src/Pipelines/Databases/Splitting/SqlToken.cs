namespace Pipelines.Databases.Splitting;

/// <summary>A token and where it stands in the buffer of its <see cref="SqlBuffer"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End);
