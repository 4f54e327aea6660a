using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>Branches by name.</summary>
/// <param name="Names">Names, in which a star matches any text without a slash.</param>
public sealed record BranchFilter(IReadOnlyList<string> Names)
{
    /// <summary>The platform is queried for each one separately.</summary>
    public const int Most = 50;

    /// <summary>The names without a star.</summary>
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Exact => Names.Where(name => !IsPattern(name));

    public bool HasPatterns => Names.Any(IsPattern);

    /// <summary>Whether a branch is one of those named. One that cannot be matched in time is not.</summary>
    public bool Takes(string branch)
    {
        try
        {
            return Names.Any(name => Regex.IsMatch(
                branch, $@"\A{Regex.Escape(name).Replace("\\*", "[^/]*", StringComparison.Ordinal)}\z",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <exception cref="PipelineException">There are more than can be queried.</exception>
    public void RequireFew(int count)
    {
        if (count > Most)
        {
            throw PipelineException.BadInput("requires.branches",
                string.Create(CultureInfo.InvariantCulture,
                    $"{count} branches match {string.Join(", ", Names)}. Expected at most {Most}."));
        }
    }

    private static bool IsPattern(string name) => name.Contains('*', StringComparison.Ordinal);
}
