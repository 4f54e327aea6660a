using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Cli.Hosts;

/// <summary>Passes the outputs of a step to later steps and jobs: GITHUB_OUTPUT, or GitLab's dotenv report.</summary>
internal static class OutputFiles
{
    /// <summary>The dotenv report declared by the components, in the project's directory.</summary>
    public const string DotenvFile = "pipelines.env";

    /// <summary>GitLab rejects larger reports (application limit dotenv_size, 5 KB by default).</summary>
    internal const int MostDotenv = 5 * 1024;

    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public static void Write(CiHost host, StepResult result, Func<string, string?> variable, Func<string, string> redact)
    {
        if (host == CiHost.GitHub && variable("GITHUB_OUTPUT") is { Length: > 0 } path)
        {
            File.AppendAllText(path, GitHub(result, Guid.NewGuid().ToString("N"), redact));
        }
        else if (host == CiHost.GitLab)
        {
            File.WriteAllText(Path.Combine(variable("CI_PROJECT_DIR") ?? ".", DotenvFile), Dotenv(result, redact));
        }
    }

    /// <summary>Tells the action's post entry point that the step ended on its own and left nothing to recover.</summary>
    public static void MarkEnded(CiHost host, Func<string, string?> variable)
    {
        if (host == CiHost.GitHub && variable("GITHUB_STATE") is { Length: > 0 } path)
        {
            File.AppendAllText(path, "ended=true\n");
        }
    }

    /// <summary>All outputs, in the form with a delimiter that no value can guess.</summary>
    internal static string GitHub(StepResult result, string random, Func<string, string> redact)
    {
        var text = new StringBuilder();
        foreach (var (output, value) in result.Outputs)
        {
            text.Append($"{output.Name}<<ghadelimiter_{random}\n{Text(value, redact)}\nghadelimiter_{random}\n");
        }

        return text.ToString();
    }

    /// <summary>
    /// One line per output: GitLab rejects blank lines, comments and line breaks. If the total is too long, the longest values are
    /// truncated.
    /// </summary>
    internal static string Dotenv(StepResult result, Func<string, string> redact)
    {
        var values = result.Outputs.ToDictionary(pair => pair.Key.DotenvName, pair => Text(pair.Value, redact).ReplaceLineEndings(" "));
        for (var surplus = Size(values) - MostDotenv; surplus > 0; surplus = Size(values) - MostDotenv)
        {
            var (name, value) = values.MaxBy(pair => pair.Value.Length);
            values[name] = Shorter(value, surplus);
        }

        return string.Concat(values.Select(pair => $"{pair.Key}={pair.Value}\n"));
    }

    private static int Size(Dictionary<string, string> values) =>
        values.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value) + 2);

    /// <summary>The text, shortened by at least one character and ending in dots.</summary>
    private static string Shorter(string text, int surplus)
    {
        const string dots = "...";
        return Beginning.Of(text, Math.Max(0, text.Length - surplus - dots.Length)) + dots;
    }

    /// <summary>The text of an output; empty for null.</summary>
    private static string Text(JsonValue? value, Func<string, string> redact) => value switch
    {
        null => "",
        _ when value.GetValueKind() == JsonValueKind.String => redact(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };
}
