using Pipelines.Errors;

namespace Pipelines.Databases.Splitting;

/// <summary>One statement of a script.</summary>
/// <param name="Text">From its first to its last token, without the semicolon; comments in between are kept.</param>
/// <param name="At">Where its first token stands.</param>
public sealed record SqlStatement(string Text, SourcePosition At)
{
    /// <summary>The rows that follow <c>COPY ... FROM STDIN</c>, without the final <c>\.</c>; null for any other statement.</summary>
    public string? CopyData { get; init; }
}
