using Pipelines.Calendars.Windows;
using Pipelines.Errors;
using Pipelines.Gates.Requirements;
using Pipelines.Reporting;

namespace Pipelines.Gates.Decisions;

/// <summary>What overrides name: rules of the gate that hold a deployment up.</summary>
public static class OverrideNames
{
    /// <summary>It is outside the windows, or one closes too soon.</summary>
    public const string Window = "window";

    public const string Holiday = "holiday";

    /// <summary>The checks that the platform told of did not end in success.</summary>
    public const string Conclusion = "ci-conclusion";

    /// <summary>A freeze of the platform itself.</summary>
    public const string PlatformFreeze = "platform-freeze";

    /// <summary>What a reason, or an emergency with one, overrides without naming it.</summary>
    public static IReadOnlyList<string> ByReason { get; } = [Window, Holiday, Conclusion];

    public static string Of(Freeze freeze) => $"freeze:{freeze.Name}";

    /// <summary>The names of a text: separated by commas.</summary>
    public static IReadOnlyList<string> Split(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    /// <summary>Whether a pattern, a name or the beginning of one and a star, takes in a name.</summary>
    public static bool Matches(string pattern, string name) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == name;

    /// <exception cref="PipelineException">A name is of nothing that could hold a deployment up here.</exception>
    public static void RequireKnown(IReadOnlyList<string> names, GateRules rules, IReadOnlyList<RequirementResult> requirements)
    {
        string[] known = [Window, Holiday, Conclusion, PlatformFreeze, .. rules.Freezes.Select(Of), .. requirements.Select(result => result.Name)];
        var problems = names.Except(known).Select(name => new Problem("--override", $"\"{PrintableText.Of(name)}\" is no rule of {rules.Stage}.", NearestName.Hint(PrintableText.Of(name), known))).ToList();
        if (problems.Count > 0)
        {
            throw new PipelineException(problems, ExitCode.BadInput);
        }
    }
}
