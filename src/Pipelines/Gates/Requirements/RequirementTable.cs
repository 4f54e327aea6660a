using System.Text.Json.Nodes;
using Pipelines.Reporting;

namespace Pipelines.Gates.Requirements;

/// <summary>Results of requirements for people and programs.</summary>
public static class RequirementTable
{
    /// <summary>A table; empty if there are none.</summary>
    public static string Text(IReadOnlyList<RequirementResult> results) => results.Count == 0 ? "" : TextTable.Of(
        ["REQUIREMENT", "MET", "WHY"],
        results.Select(result =>
            (IReadOnlyList<string>)[PrintableText.Of(result.Name), Word(result),
                $"{PrintableText.Of(result.Why)}{(result.Link is null ? "" : $" {result.Link}")}"]));

    /// <summary>The same for a summary page.</summary>
    public static string Markdown(IReadOnlyList<RequirementResult> results) => results.Count == 0 ? "" :
        $"| | Requirement | Why |\n| --- | --- | --- "
            + $"|\n{string.Concat(results.Select(Row))}\n";

    /// <summary>Members of a JSON result.</summary>
    public static JsonArray Json(IReadOnlyList<RequirementResult> results) => new(
    [
        .. results.Select(result => new JsonObject
        {
            ["name"] = result.Name,
            ["satisfied"] = result.Satisfied,
            ["why"] = result.Why,
            ["link"] = result.Link?.ToString(),
            ["met_at"] = result.MetAt is { } at ? Instants.Format(at.ToDateTimeOffset()) : null,
        }),
    ]);

    /// <summary>The unmet ones, in one line.</summary>
    public static string Unmet(IReadOnlyList<RequirementResult> results) =>
        string.Join("; ", results.Where(result => !result.Satisfied)
            .Select(result => $"{PrintableText.Of(result.Name)} ({PrintableText.Of(result.Why).TrimEnd('.')})"));

    private static string Word(RequirementResult result) => result.Satisfied ? "yes" : "no";

    private static string Why(RequirementResult result) =>
        $"{MarkdownText.Escape(result.Why)}{(result.Link is { } link ? $" {MarkdownText.Line([new Link("look", link.ToString())])}" : "")}";

    private static string Row(RequirementResult result) =>
        $"| {(result.Satisfied ? "✅" : "❌")} | {MarkdownText.Escape(result.Name)} | {Why(result)} |\n";
}
