using Pipelines.Reporting;
using Pipelines.Views;

namespace Pipelines.Gates.Requirements;

/// <summary>Results of requirements for people and programs.</summary>
public static class RequirementTable
{
    private static readonly Table<RequirementResult> Table = new Table<RequirementResult>("requirements")
        .Text("name", "Requirement", result => result.Name, PrintableText.Of)
        .Flag("satisfied", "Met", result => result.Satisfied)
        .Text("why", "Why", result => result.Why, PrintableText.Of, result => result.Link)
        .GivenText("link", result => result.Link?.ToString())
        .GivenInstant("met_at", result => result.MetAt?.ToDateTimeOffset());

    public static View Of(IReadOnlyList<RequirementResult> results) => Table.Of(results);

    /// <summary>The unmet ones, in one line.</summary>
    public static string Unmet(IReadOnlyList<RequirementResult> results) =>
        string.Join("; ", results.Where(result => !result.Satisfied)
            .Select(result => $"{PrintableText.Of(result.Name)} ({PrintableText.Of(result.Why).TrimEnd('.')})"));
}
