using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Steps;

namespace Pipelines.Cli.Hosts;

/// <summary>Hands the outputs of a step to later steps and jobs: GITHUB_OUTPUT, or GitLab's dotenv report.</summary>
internal static class OutputFiles
{
    /// <summary>The dotenv report that the components declare, in the project's directory.</summary>
    public const string DotenvFile = "pipelines.env";

    public static void Write(CiHost host, StepResult result, Func<string, string?> variable)
    {
        if (host == CiHost.GitHub && variable("GITHUB_OUTPUT") is { Length: > 0 } path)
        {
            File.AppendAllText(path, GitHub(result, Guid.NewGuid().ToString("N")));
        }
        else if (host == CiHost.GitLab)
        {
            File.WriteAllText(Path.Combine(variable("CI_PROJECT_DIR") ?? ".", DotenvFile), Dotenv(result));
        }
    }

    /// <summary>Every output in the form with a delimiter that no value can guess.</summary>
    internal static string GitHub(StepResult result, string random)
    {
        var text = new StringBuilder();
        foreach (var (output, value) in result.Outputs)
        {
            text.Append($"{output.Name}<<ghadelimiter_{random}\n{Text(value)}\nghadelimiter_{random}\n");
        }

        return text.ToString();
    }

    /// <summary>One line an output: GitLab refuses blank lines, comments and line breaks.</summary>
    internal static string Dotenv(StepResult result)
    {
        var text = new StringBuilder();
        foreach (var (output, value) in result.Outputs)
        {
            text.Append($"{output.DotenvName}={Text(value).ReplaceLineEndings(" ")}\n");
        }

        return text.ToString();
    }

    /// <summary>The text of an output; empty for null.</summary>
    internal static string Text(JsonValue? value) => value switch
    {
        null => "",
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
