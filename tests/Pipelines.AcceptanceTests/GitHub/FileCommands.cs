namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>Reads GITHUB_OUTPUT and its like as the runner does. Rules: actions/runner, FileCommandManager.cs.</summary>
internal static class FileCommands
{
    /// <exception cref="FormatException">The runner would fail the step.</exception>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var values = new Dictionary<string, string>();
        var lines = new Queue<string>(text.Split('\n'));
        while (lines.TryDequeue(out var line))
        {
            if (line.Length > 0)
            {
                var (name, value) = Pair(line, lines);
                values[name] = value;
            }
        }

        return values;
    }

    private static (string Name, string Value) Pair(string line, Queue<string> rest)
    {
        var (equals, heredoc) = (line.IndexOf('=', StringComparison.Ordinal), line.IndexOf("<<", StringComparison.Ordinal));
        if (equals >= 0 && (heredoc < 0 || equals < heredoc))
        {
            return (line[..equals], line[(equals + 1)..]);
        }

        if (heredoc <= 0)
        {
            throw new FormatException($"Invalid format '{line}'");
        }

        var (value, delimiter) = (new List<string>(), line[(heredoc + 2)..]);
        while (rest.TryDequeue(out var next))
        {
            if (next == delimiter)
            {
                return (line[..heredoc], string.Join('\n', value));
            }

            value.Add(next);
        }

        throw new FormatException($"Matching delimiter not found '{delimiter}'");
    }
}
