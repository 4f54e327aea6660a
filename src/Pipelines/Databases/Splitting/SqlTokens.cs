namespace Pipelines.Databases.Splitting;

/// <summary>The tokens of one statement.</summary>
public static class SqlTokens
{
    /// <summary>All tokens, without comments and white space.</summary>
    public static IReadOnlyList<(SqlTokenKind Kind, string Text)> Of(string statement, bool standardStrings = true)
    {
        var text = new SqlBuffer(new StringReader(statement));
        var lexer = new SqlLexer(text) { StandardStrings = standardStrings };
        var tokens = new List<(SqlTokenKind, string)>();
        for (var token = lexer.Next(); token.Kind is not (SqlTokenKind.End or SqlTokenKind.Unterminated); token = lexer.Next())
        {
            tokens.Add((token.Kind, text.Slice(token.Start, token.End).ToString()));
        }

        return tokens;
    }
}
