using Pipelines.Errors;

namespace Pipelines.Databases.Splitting;

/// <summary>
/// Splits a script into statements exactly where psql does: at a semicolon outside of quotes, comments, parentheses and bodies that begin
/// with BEGIN in CREATE FUNCTION or PROCEDURE. It reads as it goes and holds one statement at a time.
/// </summary>
public sealed class SqlSplitter
{
    private readonly SqlBuffer _text;
    private readonly SqlLexer _lexer;
    private readonly SqlPositions _positions;

    /// <param name="file">The name of the script, for positions.</param>
    /// <param name="script">Its text.</param>
    /// <param name="line">The line at which the text begins in its file.</param>
    public SqlSplitter(string file, TextReader script, int line = 1)
    {
        _text = new SqlBuffer(script);
        _lexer = new SqlLexer(_text);
        _positions = new SqlPositions(file, line);
        if (_text[0] == '\uFEFF')
        {
            _text.At = 1;
            _positions.Skip(1);
        }
    }

    /// <summary>All statements of a text.</summary>
    /// <exception cref="PipelineException">As of <see cref="Next"/>.</exception>
    public static IReadOnlyList<SqlStatement> Split(string file, string script, int line = 1)
    {
        var splitter = new SqlSplitter(file, new StringReader(script), line);
        var statements = new List<SqlStatement>();
        while (splitter.Next() is { } statement)
        {
            statements.Add(statement);
        }

        return statements;
    }

    /// <summary>The next statement; null at the end. A last statement needs no semicolon.</summary>
    /// <exception cref="PipelineException">
    /// A quote, a comment or the data of COPY is never closed; there is a command for psql, or a NUL character.
    /// </exception>
    public SqlStatement? Next()
    {
        _positions.MoveTo(_text, _text.At);
        _text.Forget();
        _positions.Index = _text.At;
        var (shape, first, last) = (new SqlShape(), -1, -1);
        while (true)
        {
            var token = _lexer.Next();
            if (token.Kind == SqlTokenKind.Semicolon && shape.EndsHere && first < 0)
            {
                continue; // an empty statement
            }

            if (token.Kind == SqlTokenKind.End || (token.Kind == SqlTokenKind.Semicolon && shape.EndsHere))
            {
                return first < 0 ? null : Statement(shape, first, last);
            }

            Refuse(token);
            shape.Add(token.Kind, _text.Slice(token.Start, token.End));
            (first, last) = (first < 0 ? token.Start : first, token.End);
        }
    }

    private SqlStatement Statement(SqlShape shape, int first, int last)
    {
        var text = _text.Slice(first, last).ToString();
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw Fault(first + text.IndexOf('\0', StringComparison.Ordinal), "there is a NUL character.", "Remove it.");
        }

        _lexer.StandardStrings = StandardStrings.After(text, _lexer.StandardStrings);
        return new SqlStatement(text, _positions.Of(_text, first)) { CopyData = shape.ReadsCopyData ? CopyData(first) : null };
    }

    private void Refuse(SqlToken token)
    {
        switch (token.Kind)
        {
            case SqlTokenKind.Backslash:
                var command = _text.Slice(token.Start, _text.Find(token.Start, '\n')).Trim().ToString();
                throw Fault(token.Start, $"\"{Reporting.Excerpt.Of(command)}\" is a command of psql, not SQL.",
                    "Write it as SQL, or remove it.");
            case SqlTokenKind.Unterminated:
                throw Fault(token.Start, _text[token.Start] == '/' ? "a comment begins here that is never closed."
                    : "a quoted text begins here that is never closed.", "Close it.");
        }
    }

    /// <summary>The lines after that of the semicolon, up to <c>\.</c>.</summary>
    private string CopyData(int statement)
    {
        var line = _text.Find(_text.At, '\n');
        if (!_text.Slice(_text.At, line).IsWhiteSpace() && !_text.Slice(_text.At, line).TrimStart().StartsWith("--"))
        {
            throw Fault(_text.At, "COPY FROM STDIN is followed by more on the same line.", "Begin the data on the next line.");
        }

        var start = line + 1;
        for (var at = start; _text[at] >= 0; at = _text.Find(at, '\n') + 1)
        {
            if (_text[at] == '\\' && _text[at + 1] == '.')
            {
                var end = _text.Find(at, '\n');
                if (_text.Slice(at + 2, end) is "" or "\r")
                {
                    _text.At = _text[end] < 0 ? end : end + 1;
                    return _text.Slice(start, at).ToString();
                }
            }
        }

        throw Fault(statement, "the data of COPY FROM STDIN never ends.", "End it with a line that holds only \\.");
    }

    private PipelineException Fault(int index, string what, string hint) =>
        new([new Problem(null, what, hint, _positions.Of(_text, index))]);
}
