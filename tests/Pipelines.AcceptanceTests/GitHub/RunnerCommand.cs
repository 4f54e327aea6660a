namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>A workflow command: <c>::name key=value,key=value::data</c>.</summary>
internal sealed record RunnerCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Data)
{
    /// <summary>Null when the line is none. The older form, <c>##[name]data</c>, may stand anywhere in a line.</summary>
    public static RunnerCommand? Parse(string line)
    {
        var trimmed = line.TrimStart();
        if (!trimmed.StartsWith("::", StringComparison.Ordinal))
        {
            var old = line.IndexOf("##[", StringComparison.Ordinal);
            return old >= 0 && line.IndexOf(']', old) is var close and > 0
                ? new(line[(old + 3)..close], new Dictionary<string, string>(), line[(close + 1)..]) : null;
        }

        var end = trimmed.IndexOf("::", 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var head = trimmed[2..end].Split(' ', 2);
        return new(head[0], Pairs(head.Length > 1 ? head[1] : ""), Unescape(trimmed[(end + 2)..]));
    }

    private static Dictionary<string, string> Pairs(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0].Trim(), pair =>
            Unescape(pair[1].Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)));

    private static string Unescape(string text) => text
        .Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal)
            .Replace("%25", "%", StringComparison.Ordinal);
}
