using System.Buffers;

namespace Pipelines.Databases.Splitting;

/// <summary>
/// Cuts SQL into tokens as psql's own scanner does, with its longest-match rules: what psql takes for a string, a comment or an identifier
/// is one here. White space and comments are no tokens.
/// </summary>
internal sealed class SqlLexer(SqlBuffer text)
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");
    private static readonly SearchValues<char> CommentMarks = SearchValues.Create("*/");
    private static readonly SearchValues<char> EscapeMarks = SearchValues.Create("'\\");
    private static readonly SearchValues<char> Operators = SearchValues.Create("~!@#^&|`?+-*/%<>=");

    /// <summary>Whether a backslash in an ordinary string is just a backslash, which is the server's default.</summary>
    public bool StandardStrings { get; set; } = true;

    /// <summary>The next token; behind the last one, <see cref="SqlTokenKind.End"/> forever.</summary>
    public SqlToken Next()
    {
        if (!SkipBlank(out var opened))
        {
            return new SqlToken(SqlTokenKind.Unterminated, opened, text.At);
        }

        var start = text.At;
        var kind = Scan(start, text[start]);
        return new SqlToken(kind, start, text.At);
    }

    private SqlTokenKind Scan(int at, int first) => first switch
    {
        -1 => SqlTokenKind.End,
        '\'' => Quoted(at, escapes: !StandardStrings),
        '"' => Closed(at + 1, '"', SqlTokenKind.QuotedIdentifier),
        '$' => Dollar(at),
        'e' or 'E' when text[at + 1] == '\'' => Quoted(at + 1, escapes: true),
        'b' or 'B' or 'x' or 'X' when text[at + 1] == '\'' => Quoted(at + 1, escapes: false),
        'u' or 'U' when text[at + 1] == '&' && text[at + 2] == '\'' => Quoted(at + 2, escapes: false),
        'u' or 'U' when text[at + 1] == '&' && text[at + 2] == '"' => Closed(at + 3, '"', SqlTokenKind.QuotedIdentifier),
        _ when SqlCharacters.StartsWord(first) => Word(at),
        _ when SqlCharacters.IsDigit(first) || (first == '.' && SqlCharacters.IsDigit(text[at + 1])) => Number(at),
        ';' => One(at, SqlTokenKind.Semicolon),
        '(' => One(at, SqlTokenKind.OpenParenthesis),
        ')' => One(at, SqlTokenKind.CloseParenthesis),
        '\\' => One(at, SqlTokenKind.Backslash),
        ':' => Colon(at),
        _ when Operators.Contains((char)first) => Operator(at),
        _ => One(at, SqlTokenKind.Symbol),
    };

    private SqlTokenKind One(int at, SqlTokenKind kind)
    {
        text.At = at + 1;
        return kind;
    }

    /// <summary>Skips white space and comments.</summary>
    /// <param name="opened">Where a comment begins that is never closed.</param>
    /// <returns>False if there is one.</returns>
    private bool SkipBlank(out int opened)
    {
        var at = text.At;
        opened = at;
        while (true)
        {
            var next = text[at];
            if (SqlCharacters.IsSpace(next))
            {
                at++;
            }
            else if (next == '-' && text[at + 1] == '-')
            {
                at = text.Find(at, LineEnds);
            }
            else if (next == '/' && text[at + 1] == '*')
            {
                (opened, at) = (at, EndOfComment(at + 2));
                if (at < 0)
                {
                    return false;
                }
            }
            else
            {
                text.At = at;
                return true;
            }
        }
    }

    /// <summary>Comments nest. -1 if it is never closed.</summary>
    private int EndOfComment(int at)
    {
        for (var depth = 1; depth > 0; at++)
        {
            at = text.Find(at, CommentMarks);
            var (one, two) = (text[at], text[at + 1]);
            if (one < 0)
            {
                text.At = at;
                return -1;
            }

            if ((one, two) is ('/', '*') or ('*', '/'))
            {
                depth += one == '/' ? 1 : -1;
                at++;
            }
        }

        return at;
    }

    /// <param name="quote">Where the opening quote stands.</param>
    /// <param name="escapes">Whether a backslash escapes the next character.</param>
    private SqlTokenKind Quoted(int quote, bool escapes)
    {
        if (!escapes)
        {
            return Closed(quote + 1, '\'', SqlTokenKind.Text);
        }

        for (var at = quote + 1; ; at += 2)
        {
            at = text.Find(at, EscapeMarks);
            var found = text[at];
            if (found < 0)
            {
                text.At = at;
                return SqlTokenKind.Unterminated;
            }

            if (found == '\'' && text[at + 1] != '\'')
            {
                text.At = at + 1;
                return SqlTokenKind.Text;
            }
        }
    }

    /// <summary>Up to the closing character; a doubled one is part of it.</summary>
    private SqlTokenKind Closed(int at, char close, SqlTokenKind kind)
    {
        for (; ; at += 2)
        {
            at = text.Find(at, close);
            if (text[at] < 0)
            {
                text.At = at;
                return SqlTokenKind.Unterminated;
            }

            if (text[at + 1] != close)
            {
                text.At = at + 1;
                return kind;
            }
        }
    }

    private SqlTokenKind Word(int at)
    {
        while (SqlCharacters.ContinuesWord(text[at]))
        {
            at++;
        }

        text.At = at;
        return SqlTokenKind.Word;
    }

    /// <summary>Psql takes a name after a single colon for one of its variables, so it is no keyword.</summary>
    private SqlTokenKind Colon(int start)
    {
        var at = start + 1;
        if (text[at] is ':' or '=')
        {
            return One(at, SqlTokenKind.Symbol);
        }

        while (SqlCharacters.ContinuesTag(text[at]))
        {
            at++;
        }

        text.At = at;
        return SqlTokenKind.Symbol;
    }

    private SqlTokenKind Dollar(int start)
    {
        if (SqlCharacters.IsDigit(text[start + 1]))
        {
            text.At = SkipDigits(start + 1);
            return SqlTokenKind.Parameter;
        }

        var end = EndOfTag(start);
        return end < 0 ? One(start, SqlTokenKind.Symbol) : DollarQuoted(start, end);
    }

    /// <summary>Where <c>$tag$</c> ends; -1 if there is none.</summary>
    private int EndOfTag(int start)
    {
        var at = start + 1;
        if (SqlCharacters.StartsWord(text[at]))
        {
            while (SqlCharacters.ContinuesTag(text[at]))
            {
                at++;
            }
        }

        return text[at] == '$' ? at + 1 : -1;
    }

    private SqlTokenKind DollarQuoted(int start, int bodyStart)
    {
        var length = bodyStart - start;
        for (var at = bodyStart; ; at++)
        {
            at = text.Find(at, '$');
            if (text[at] < 0)
            {
                text.At = at;
                return SqlTokenKind.Unterminated;
            }

            if (EndOfTag(at) is var end && end - at == length && text.Slice(at, end).SequenceEqual(text.Slice(start, bodyStart)))
            {
                text.At = end;
                return SqlTokenKind.Text;
            }
        }
    }

    private SqlTokenKind Number(int at)
    {
        at = SkipDigits(at);
        if (text[at] == '.' && text[at + 1] != '.')
        {
            at = SkipDigits(at + 1);
        }

        if (text[at] is 'e' or 'E')
        {
            var digits = text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            at = SqlCharacters.IsDigit(text[digits]) ? SkipDigits(digits) : at;
        }

        text.At = at;
        return SqlTokenKind.Number;
    }

    private int SkipDigits(int at)
    {
        while (SqlCharacters.IsDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>As many characters of operators as follow, up to the start of a comment.</summary>
    private SqlTokenKind Operator(int start)
    {
        var at = start + 1;
        while (text[at] is >= 0 and var next && Operators.Contains((char)next) && !StartsComment(at))
        {
            at++;
        }

        text.At = at;
        return SqlTokenKind.Operator;
    }

    private bool StartsComment(int at) => (text[at], text[at + 1]) is ('-', '-') or ('/', '*');
}
