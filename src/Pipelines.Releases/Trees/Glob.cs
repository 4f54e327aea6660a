using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Pipelines.Errors;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Trees;

/// <summary>
/// One pattern: <c>*</c> any run of characters except '/'; <c>?</c> one character; <c>[a-z]</c>, <c>[!a-z]</c> a character in, or not in, a
/// set; <c>{a,b}</c> either; <c>**/</c> any number of directories; <c>/**</c> everything below; <c>\</c> escapes the next character.
/// Matching takes time linear in the path, whatever the pattern, because the engine does not backtrack.
/// </summary>
internal sealed class Glob
{
    private const int MaxLength = 1000;
    private const int MaxDepth = 8;
    private const string Character = @"(?:[^/\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])";

    private static readonly SearchValues<char> Special = SearchValues.Create(@"*?[]{},\");

    private readonly string _pattern;
    private readonly string _start;
    private readonly string _middle;
    private readonly string _end;
    private readonly StringBuilder _regex = new("^");
    private readonly Lazy<Regex> _engine;
    private int _at;
    private int _depth;

    public Glob(string pattern, string source)
    {
        _pattern = pattern;
        (_start, _middle, _end) = Split(pattern);
        try
        {
            var regex = Translate();
            _engine =
                new Lazy<Regex>(() =>
                    new Regex(regex, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline));
        }
        catch (FormatException e)
        {
            throw PipelineException.BadInput(source, $"\"{ReleasePath.Printable(pattern)}\" is not a valid pattern: {e.Message}.");
        }
    }

    public bool Matches(ReadOnlySpan<char> path) =>
        path.Length >= _start.Length + _end.Length && path.StartsWith(_start, StringComparison.Ordinal)
            && path.EndsWith(_end, StringComparison.Ordinal) && _middle switch
        {
            "" => path.Length == _start.Length,
            "*" => !path[_start.Length..^_end.Length].Contains('/'),
            _ => _engine.Value.IsMatch(path),
        };

    /// <summary>
    /// The literal prefix and suffix of every match: they rule out almost all paths, so the regular expression, which is expensive to
    /// create, is rarely needed.
    /// </summary>
    private static (string Start, string Middle, string End) Split(string pattern)
    {
        var (first, last) = (pattern.AsSpan().IndexOfAny(Special), pattern.AsSpan().LastIndexOfAny(Special));
        return first < 0 ? (pattern, "", "")
            : pattern[first..(last + 1)] is "*" ? (pattern[..first], "*", pattern[(last + 1)..])
            : (pattern[..first], pattern[first..(last + 1)], pattern[(last + 1)..].TrimStart('/')); // **/ may match nothing
    }

    private string Translate()
    {
        Require(_pattern.Length <= MaxLength, $"it is longer than {MaxLength} characters");
        while (_at < _pattern.Length)
        {
            Next(_pattern[_at++]);
        }

        Require(_depth == 0, "a brace is not closed");
        return _regex.Append("\\z").ToString();
    }

    private void Next(char c)
    {
        switch (c)
        {
            case '*':
                Stars();
                break;
            case '?':
                _regex.Append(Character);
                break;
            case '[':
                Set();
                break;
            case '{':
                Require(++_depth <= MaxDepth, $"braces are nested deeper than {MaxDepth}");
                _regex.Append("(?:");
                break;
            case '}' when _depth > 0:
                _depth--;
                _regex.Append(')');
                break;
            case ',' when _depth > 0:
                _regex.Append('|');
                break;
            case '\\':
                Require(_at < _pattern.Length, "nothing follows the last \\");
                Append(_pattern[_at++]);
                break;
            default:
                Append(c);
                break;
        }
    }

    private void Stars()
    {
        var from = _at - 1;
        while (_at < _pattern.Length && _pattern[_at] == '*')
        {
            _at++;
        }

        var opens = _at - from == 2 && (from == 0 || _pattern[from - 1] == '/');
        if (opens && _at == _pattern.Length)
        {
            _regex.Append(".+");
        }
        else if (opens && _pattern[_at] == '/')
        {
            _at++;
            _regex.Append("(?:.+/)?");
        }
        else
        {
            _regex.Append("[^/]*");
        }
    }

    private void Set()
    {
        var negated = _at < _pattern.Length && (_pattern[_at] is '!' or '^');
        _at += negated ? 1 : 0;
        _regex.Append(negated ? "[^/" : "[");
        for (var first = true; first || Peek() != ']'; first = false)
        {
            var from = SetCharacter();
            Append(from);
            if (Peek() == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] != ']')
            {
                _at++;
                var to = SetCharacter();
                Require(to >= from, "a range in brackets runs backwards");
                _regex.Append('-');
                Append(to);
            }
        }

        _at++;
        _regex.Append(negated ? "]" : "-[/]]");
    }

    private char SetCharacter()
    {
        var c = Peek();
        _at++;
        if (c == '\\')
        {
            c = Peek();
            _at++;
        }

        return c;
    }

    private char Peek()
    {
        Require(_at < _pattern.Length, "a bracket is not closed");
        return _pattern[_at];
    }

    private void Append(char c) => _regex.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException(otherwise);
        }
    }
}
