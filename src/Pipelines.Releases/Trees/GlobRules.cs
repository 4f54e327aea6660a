using System.Text;
using Pipelines.Errors;

namespace Pipelines.Releases.Trees;

/// <summary>
/// Ordered rules for paths, as in <c>.gitignore</c>. One pattern per line; empty lines and lines starting with <c>#</c> are ignored. A
/// pattern with a '/' at its start or in the middle is matched against the path from the root, any other against the last segment at any
/// depth. A trailing '/' matches directories only. A leading <c>!</c> negates earlier rules. The last matching rule decides. Files below an
/// excluded directory cannot be re-included. In addition to .gitignore there is <c>{a,b}</c>; unlike there, an unclosed bracket or brace is
/// an error.
/// </summary>
public sealed class GlobRules
{
    private readonly IReadOnlyList<GlobRule> _rules;

    private GlobRules(IReadOnlyList<GlobRule> rules) => _rules = rules;

    public bool IsEmpty => _rules.Count == 0;

    /// <param name="lines">The rules.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="PipelineException">Lists each line that is not a valid pattern.</exception>
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

    /// <summary>True if the last rule that matches this path is a positive one.</summary>
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

    /// <summary>True if the path, or a directory that contains it, matches.</summary>
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

    /// <summary>These rules followed by others, which take precedence.</summary>
    internal GlobRules Then(GlobRules next) => new([.. _rules, .. next._rules]);

    /// <summary>The rules in a UTF-8 file; none if the file does not exist.</summary>
    internal static GlobRules Read(string path) =>
        File.Exists(path) ? Parse(File.ReadAllLines(path, Encoding.UTF8), path) : new GlobRules([]);
}
