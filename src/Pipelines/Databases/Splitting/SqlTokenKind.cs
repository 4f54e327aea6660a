namespace Pipelines.Databases.Splitting;

/// <summary>What a token of SQL is, as far as telling statements apart needs it.</summary>
public enum SqlTokenKind
{
    /// <summary>The text ends here.</summary>
    End,

    /// <summary>A keyword or an identifier without quotes.</summary>
    Word,

    /// <summary>An identifier in double quotes, with or without <c>U&amp;</c>.</summary>
    QuotedIdentifier,

    /// <summary>A string in any of its forms: quotes, with a prefix, in dollars.</summary>
    Text,

    Number,

    /// <summary>Such as <c>$1</c>.</summary>
    Parameter,

    Operator,

    OpenParenthesis,

    CloseParenthesis,

    Semicolon,

    /// <summary>A comma, bracket, colon or any other character that stands for itself.</summary>
    Symbol,

    /// <summary>A backslash outside of quotes: a command for psql.</summary>
    Backslash,

    /// <summary>A quote or comment that is never closed.</summary>
    Unterminated,
}
