using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Gates.Requirements;
using Pipelines.Reporting;

namespace Pipelines.Gates.Decisions;

/// <summary>The names that overrides use: rules of the gate that can block a deployment.</summary>
public static class OverrideNames
{
    /// <summary>It is outside the windows, or one closes too soon.</summary>
    public const string Window = "window";

    public const string Holiday = "holiday";

    /// <summary>The checks did not succeed, according to the platform.</summary>
    public const string Conclusion = "ci-conclusion";

    /// <summary>The platform's own freeze.</summary>
    public const string PlatformFreeze = "platform-freeze";

    /// <summary>What a reason, or an emergency with one, overrides without naming it.</summary>
    public static IReadOnlyList<string> ByReason { get; } = [Window, Holiday, Conclusion];

    public static string Of(Freeze freeze) => $"freeze:{freeze.Name}";

    /// <summary>Splits a comma-separated list of names.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>Whether a pattern, either a name or a prefix followed by a star, matches a name.</summary>
    public static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == name;

    /// <exception cref="PipelineException">A name does not refer to anything that could block a deployment here.</exception>
    public static void RequireKnown(IReadOnlyList<string> names, GateRules rules, IReadOnlyList<RequirementResult> requirements)
    {
        string[] known =
            [Window, Holiday, Conclusion, PlatformFreeze, .. rules.Freezes.Select(Of), .. requirements.Select(result => result.Name)];
        var problems = names.Except(known).Select(name => new Problem("--override",
            $"\"{PrintableText.Of(name)}\" is not a rule of {rules.Environment}.", NearestName.Hint(PrintableText.Of(name), known)))
                .ToList();
        if (problems.Count > 0)
        {
            throw new PipelineException(problems, ExitCode.BadInput);
        }
    }
}
