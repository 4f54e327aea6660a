using System.Text;
using Pipelines.Errors;

namespace Pipelines.Releases.Trees;

/// <summary>
/// Ordered rules over paths, as users know them from <c>.gitignore</c>. One pattern a line; empty lines and lines that begin
/// with <c>#</c> do not count. A pattern with a '/' at its start or in its middle is matched against the path from the root, any
/// other against the last name at any depth. A '/' at the end: directories only. <c>!</c> in front takes back what earlier rules
/// said. The last rule that matches decides. What is below a directory that is left out cannot be brought back. Beyond
/// .gitignore there is <c>{a,b}</c>; unlike there, a bracket or brace that is not closed is an error.
/// </summary>
public sealed class GlobRules
{
    private readonly IReadOnlyList<GlobRule> _rules;

    private GlobRules(IReadOnlyList<GlobRule> rules) => _rules = rules;

    public bool IsEmpty => _rules.Count == 0;

    /// <param name="lines">The rules.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="PipelineException">Naming each line that is not a pattern.</exception>
    public static GlobRules Parse(IEnumerable<string> lines, string source)
    {
        var rules = new List<GlobRule>();
        var problems = new List<Problem>();
        foreach (var line in lines)
        {
            try
            {
                rules.AddRange(GlobRule.Parse(line, source) is { } rule ? [rule] : []);
            }
            catch (PipelineException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems.Count == 0 ? new GlobRules(rules) : throw new PipelineException(problems);
    }

    /// <summary>True when the last rule that matches this path is a positive one.</summary>
    public bool Match(string path, bool directory)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        var last = _rules.Count - 1;
        while (last >= 0 && !_rules[last].Matches(path, name, directory))
        {
            last--;
        }

        return last >= 0 && !_rules[last].Negated;
    }

    /// <summary>True when the path, or a directory that it lies in, matches.</summary>
    public bool MatchOrBelow(string path, bool directory)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (Match(path[..slash], directory: true))
            {
                return true;
            }
        }

        return Match(path, directory);
    }

    /// <summary>These rules and then others, which have the last word.</summary>
    internal GlobRules Then(GlobRules next) => new([.. _rules, .. next._rules]);

    /// <summary>The rules of a file in UTF-8; none when there is no such file.</summary>
    internal static GlobRules Read(string path) =>
        File.Exists(path) ? Parse(File.ReadAllLines(path, Encoding.UTF8), path) : new GlobRules([]);
}
