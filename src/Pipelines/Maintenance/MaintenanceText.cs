using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Reporting;

namespace Pipelines.Maintenance;

/// <summary>A maintenance run for people and programs.</summary>
internal static class MaintenanceText
{
    public static string Table(IEnumerable<TaskReport> reports) => TextTable.Of(
        ["TASK", "WHERE", "RESULT", "DURATION"],
        reports.Select(report => (IReadOnlyList<string>)[report.Task, report.Place, Word(report.Outcome), Duration(report)]));

    public static string Markdown(string environment, string release, IEnumerable<TaskReport> reports)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"### Maintenance of {MarkdownText.Escape(environment)}\n\nLive before and after: {MarkdownText.Escape(release)}.\n\n");
        text.Append("| Task | Where | Result | Duration | Detail |\n| --- | --- | --- | --- | --- |\n");
        foreach (var report in reports)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {MarkdownText.Escape(report.Task)} | {MarkdownText.Escape(report.Place)} | {Word(report.Outcome)} | "
                + $"{Duration(report)} | {MarkdownText.Escape(Excerpt.Of(report.Detail))} |\n");
        }

        return text.ToString();
    }

    public static JsonArray Json(IEnumerable<TaskReport> reports) => new([.. reports.Select(report => new JsonObject
    {
        ["task"] = report.Task,
        ["where"] = report.Place,
        ["result"] = Word(report.Outcome),
        ["duration_ms"] = (long)report.Duration.TotalMilliseconds,
        ["detail"] = report.Detail,
    })]);

    private static string Word(TaskOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Duration(TaskReport report) => report.Outcome == TaskOutcome.Skipped ? "-" : report.Duration.ForPeople();
}
