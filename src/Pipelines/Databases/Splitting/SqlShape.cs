namespace Pipelines.Databases.Splitting;

/// <summary>
/// What of a statement decides where it ends: its parentheses, and whether it is in the body of a function. By psql's own rule: a function
/// is known by its first four words, and BEGIN, CASE and END are counted outside of parentheses.
/// </summary>
internal sealed class SqlShape
{
    private readonly char[] _first = ['-', '-', '-', '-'];
    private int _words;
    private int _tokens;
    private int _parentheses;
    private int _blocks;
    private bool _copies;
    private bool _afterFrom;

    public bool EndsHere => _parentheses == 0 && _blocks == 0;

    /// <summary>Whether it is COPY ... FROM STDIN: then data follows.</summary>
    public bool ReadsCopyData { get; private set; }

    public void Add(SqlTokenKind kind, ReadOnlySpan<char> text)
    {
        switch (kind)
        {
            case SqlTokenKind.OpenParenthesis:
                _parentheses++;
                break;
            case SqlTokenKind.CloseParenthesis:
                _parentheses = Math.Max(0, _parentheses - 1);
                break;
            case SqlTokenKind.Word:
                AddWord(text);
                break;
        }

        _copies |= _tokens++ == 0 && Is(text, "copy");
        ReadsCopyData |= _copies && _afterFrom && kind == SqlTokenKind.Word && Is(text, "stdin");
        _afterFrom = _parentheses == 0 && kind == SqlTokenKind.Word && Is(text, "from");
    }

    private void AddWord(ReadOnlySpan<char> word)
    {
        if (_words < _first.Length)
        {
            _first[_words] = Is(word, "create") ? 'c' : Is(word, "function") ? 'f' : Is(word, "procedure") ? 'p'
                : Is(word, "or") ? 'o' : Is(word, "replace") ? 'r' : '-';
        }

        _words++;
        if (_parentheses == 0 && DefinesFunction)
        {
            _blocks += Is(word, "begin") || (_blocks > 0 && Is(word, "case")) ? 1 : _blocks > 0 && Is(word, "end") ? -1 : 0;
        }
    }

    private bool DefinesFunction => _first is ['c', 'f' or 'p', ..] or ['c', 'o', 'r', 'f' or 'p'];

    private static bool Is(ReadOnlySpan<char> word, string keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
