namespace Pipelines.Releases.Trees;

/// <summary>A rule: a pattern, what it applies to, and whether it negates earlier rules.</summary>
internal sealed class GlobRule
{
    private readonly Glob _glob;
    private readonly bool _directoriesOnly;
    private readonly bool _anyDepth;

    private GlobRule(string pattern, bool negated, string source)
    {
        Negated = negated;
        _directoriesOnly = pattern.EndsWith('/');
        pattern = _directoriesOnly ? pattern[..^1] : pattern;
        _anyDepth = !pattern.Contains('/', StringComparison.Ordinal);
        _glob = new Glob(pattern.StartsWith('/') ? pattern[1..] : pattern, source);
    }

    public bool Negated { get; }

    /// <summary>Parses one line; null for an empty line or a comment.</summary>
    /// <exception cref="Errors.PipelineException">It is not a valid pattern.</exception>
    public static GlobRule? Parse(string line, string source)
    {
        var text = TrimEnd(line);
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        var negated = text[0] == '!';
        return new GlobRule(negated ? text[1..] : text, negated, source);
    }

    /// <param name="path">The path.</param>
    /// <param name="name">Its last segment.</param>
    /// <param name="directory">Whether it is a directory.</param>
    public bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> name, bool directory) =>
        (directory || !_directoriesOnly) && _glob.Matches(_anyDepth ? name : path);

    /// <summary>Trailing spaces are ignored, except for one after a backslash.</summary>
    private static string TrimEnd(string line)
    {
        var trimmed = line.TrimEnd(' ', '\t', '\r');
        return trimmed.EndsWith('\\') && trimmed.Length < line.Length && line[trimmed.Length] == ' ' ? trimmed + " " : trimmed;
    }
}
