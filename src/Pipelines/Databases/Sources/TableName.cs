using Pipelines.Databases.Splitting;

namespace Pipelines.Databases.Sources;

/// <summary>Names of tables, made safe for SQL.</summary>
internal static class TableName
{
    /// <summary>Each part quoted: as written if it is quoted already, otherwise folded to lower case as the server does.</summary>
    public static string Quoted(string name) => string.Join('.', SqlTokens.Of(name).Where(token => token.Text != ".").Select(token =>
        token.Kind == SqlTokenKind.QuotedIdentifier ? token.Text
            : $"\"{token.Text.ToLowerInvariant().Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
