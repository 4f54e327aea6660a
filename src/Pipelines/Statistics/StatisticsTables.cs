using System.Text;
using System.Text.Json.Nodes;
using Pipelines.Views;

namespace Pipelines.Statistics;

/// <summary>Statistics for people, programs and spreadsheets.</summary>
internal static class StatisticsTables
{
    private const string Unknown = "not known";

    public static Table<GroupStatistics> Groups { get; } = new Table<GroupStatistics>("groups")
        .Text("group", "Group", group => group.Name)
        .Number("deployments", "Deployments", group => group.Deployments)
        .Number("succeeded", "Succeeded", group => group.Succeeded)
        .Number("failed", "Failed", group => group.Failed)
        .Shown("Success rate", group => group.SuccessRate is { } rate ? $"{rate.Bar} {rate}" : Unknown)
        .Given("success_rate", group => JsonValue.Create(group.SuccessRate?.Percent))
        .Number("rolled_back", "Rolled back", group => group.Undone)
        .Number("rollbacks", "Rollbacks", group => group.Rollbacks)
        .Number("blocked", "Blocked", group => group.Blocked)
        .Number("overrides", "Overrides", group => group.Overrides)
        .Duration("median_ms", "Median", group => group.MedianWork)
        .Duration("p95_ms", "95 %", group => group.P95Work)
        .Duration("median_wait_ms", "Waited", group => group.MedianWait)
        .Duration("downtime_ms", "Downtime", group => group.Downtime)
        .Given("median_closed_ms", group => JsonValue.Create((long?)group.MedianClosed?.TotalMilliseconds));

    /// <param name="explain">Whether people see the deployments that a value was computed from.</param>
    public static Table<DoraMetric> Dora(bool explain)
    {
        var table = new Table<DoraMetric>("dora")
            .GivenText("metric", metric => metric.Name)
            .Shown("DORA", metric => metric.Title)
            .Shown("Value", metric => metric.Text ?? Unknown)
            .Given("value", metric => JsonValue.Create(metric.Value))
            .GivenText("unit", metric => metric.Unit)
            .GivenList("numerator", metric => metric.Numerator)
            .GivenList("denominator", metric => metric.Denominator);
        return explain
            ? table.Shown("From", metric => string.Join(' ', metric.Numerator)).Shown("Of", metric => string.Join(' ', metric.Denominator))
            : table;
    }

    /// <summary>The groups as CSV (RFC 4180); what is not known is empty.</summary>
    public static string Csv(IReadOnlyList<GroupStatistics> groups)
    {
        var text = new StringBuilder();
        var rows = groups.Select(Groups.Json).ToList();
        var heads = rows.Count == 0 ? [] : rows[0].Select(member => member.Key).ToList();
        text.Append(string.Join(',', heads)).Append("\r\n");
        foreach (var row in rows)
        {
            text.Append(string.Join(',', heads.Select(head => Cell(row[head])))).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>Names of environments and types need no quotes, and begin no formula.</summary>
    private static string Cell(JsonNode? value) => value?.ToString() ?? "";
}
