using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipelines.Databases.Migrations;

/// <summary>
/// What the answer to a query must be, as people write it: <c>1 row</c>, <c>&gt; 0</c>, <c>all true</c>, or the value itself.
/// </summary>
public sealed partial record Expectation(string Text)
{
    public const string Forms = "such as \"1 row\", \"> 0\", \"all true\", or the value itself";

    /// <summary>For a plan: how much it may cost at most; null for any cost.</summary>
    public double? MostCost { get; init; }

    /// <summary>For a plan or a query: how long it may take; null for any time.</summary>
    public TimeSpan? MostTime { get; init; }

    /// <summary>Whether the answer is a plan, of which <see cref="Text"/> is a part.</summary>
    public bool IsPlan { get; init; }

    /// <summary>Why an answer is not as expected; null if it is.</summary>
    /// <param name="rows">The rows, with all values as text.</param>
    /// <param name="took">How long it took.</param>
    public string? Fault(IReadOnlyList<IReadOnlyList<string?>> rows, TimeSpan took) =>
        MostTime is { } most && took > most
            ? $"took {took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms, expected at most {most.TotalMilliseconds} ms."
            : IsPlan ? PlanFault([.. rows.Select(row => row[0] ?? "")]) : RowsFault(rows);

    private string? RowsFault(IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        if (Count().Match(Text) is { Success: true } count)
        {
            return int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture) == rows.Count
                ? null : $"found {Rows(rows.Count)}, expected {Text}.";
        }

        if (rows.Count == 0)
        {
            return $"found no rows, expected {Text}.";
        }

        if (Text == "all true")
        {
            return rows.Count(row => row[0] != "t") is > 0 and var others ? $"{others} of {Rows(rows.Count)} are not true." : null;
        }

        var value = rows[0][0];
        var holds = rows.Count == 1 && (Comparison().Match(Text) is { Success: true } comparison
            ? Compares(value, comparison.Groups[1].Value, comparison.Groups[2].Value)
            : value == Text);
        return holds ? null : rows.Count > 1 ? $"found {Rows(rows.Count)}, expected one with {Text}."
            : $"found {(value is null ? "null" : $"\"{Reporting.PrintableText.Of(value)}\"")}, expected {Text}.";
    }

    private static string Rows(int count) => count == 1 ? "1 row" : $"{count} rows";

    private static bool Compares(string? value, string sign, string limit)
    {
        if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
            || !decimal.TryParse(limit, NumberStyles.Float, CultureInfo.InvariantCulture, out var right))
        {
            return sign is "!=" or "<>" && value is not null && value != limit;
        }

        return sign switch
        {
            ">" => left > right,
            ">=" => left >= right,
            "<" => left < right,
            "<=" => left <= right,
            "=" or "==" => left == right,
            _ => left != right,
        };
    }

    private string? PlanFault(IReadOnlyList<string> plan)
    {
        if (MostCost is { } most && Cost().Match(plan.Count > 0 ? plan[0] : "") is { Success: true } cost
            && double.Parse(cost.Groups[1].Value, CultureInfo.InvariantCulture) is var found && found > most)
        {
            return $"the plan costs {cost.Groups[1].Value}, expected at most {most.ToString(CultureInfo.InvariantCulture)}.";
        }

        var scan = NoScan().Match(Text);
        var table = scan.Groups["table"].Value;
        var holds = scan.Success
            ? !plan.Any(line => Scanned().Match(line) is { Success: true } at && (table.Length == 0 || at.Groups[1].Value == table))
            : plan.Any(line => line.Contains(Text, StringComparison.Ordinal));
        return holds ? null
            : $"expected {Text}; the plan is: {Reporting.PrintableText.Of(string.Join(" / ", plan.Select(line => line.Trim())))}";
    }

    [GeneratedRegex("^([0-9]{1,9}) rows?$")]
    private static partial Regex Count();

    [GeneratedRegex(@"^(>=|<=|<>|!=|==|=|>|<)\s*(.+)$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"cost=[0-9.]+\.\.([0-9.]+)")]
    private static partial Regex Cost();

    [GeneratedRegex(@"^no (seq(uential)? scan)s?( on (?<table>\S+))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NoScan();

    [GeneratedRegex(@"Seq Scan on (\S+)")]
    private static partial Regex Scanned();
}
