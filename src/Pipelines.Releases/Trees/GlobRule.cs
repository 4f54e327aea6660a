namespace Pipelines.Releases.Trees;

/// <summary>A line of rules: a pattern, what it applies to, and whether it takes back what earlier rules said.</summary>
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

    /// <summary>Reads one line; null for an empty line or a comment.</summary>
    /// <exception cref="Errors.PipelineException">It is not a pattern.</exception>
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
    /// <param name="name">Its last name.</param>
    /// <param name="directory">Whether it is one.</param>
    public bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> name, bool directory) =>
        (directory || !_directoriesOnly) && _glob.Matches(_anyDepth ? name : path);

    /// <summary>Spaces at the end do not count, but for one after a backslash.</summary>
    private static string TrimEnd(string line)
    {
        var trimmed = line.TrimEnd(' ', '\t', '\r');
        return trimmed.EndsWith('\\') && trimmed.Length < line.Length && line[trimmed.Length] == ' ' ? trimmed + " " : trimmed;
    }
}
