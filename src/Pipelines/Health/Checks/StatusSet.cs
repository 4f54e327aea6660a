using System.Globalization;
using Pipelines.Errors;

namespace Pipelines.Health.Checks;

/// <summary>HTTP statuses that count as healthy: <c>200</c>, <c>200,204</c>, <c>200-299</c> or <c>2xx</c>.</summary>
public sealed class StatusSet
{
    private readonly string _text;
    private readonly List<(int From, int To)> _ranges;

    private StatusSet(string text, List<(int From, int To)> ranges) => (_text, _ranges) = (text, ranges);

    /// <summary>Only 200.</summary>
    public static StatusSet Ok { get; } = Parse("200");

    /// <exception cref="PipelineException">Not a status, list or range between 100 and 599.</exception>
    public static StatusSet Parse(string text) =>
        new(text, [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part => Range(part) ?? throw NotOne(text))]);

    public bool Contains(int status) => _ranges.Exists(range => range.From <= status && status <= range.To);

    public override string ToString() => _text;

    private static (int From, int To)? Range(string part)
    {
        if (part.Length == 3 && part.EndsWith("xx", StringComparison.OrdinalIgnoreCase))
        {
            return Status(part[..1] + "00") is { } first ? (first, first + 99) : null;
        }

        var dash = part.IndexOf('-', StringComparison.Ordinal);
        var from = Status(dash < 0 ? part : part[..dash].Trim());
        var to = dash < 0 ? from : Status(part[(dash + 1)..].Trim());
        return from <= to ? (from.Value, to.Value) : null;
    }

    private static int? Status(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599 ? status : null;

    private static PipelineException NotOne(string text) =>
        PipelineException.BadInput("status", $"\"{text}\" is not an HTTP status. Expected 200, 200,204, 200-299 or 2xx.");
}
