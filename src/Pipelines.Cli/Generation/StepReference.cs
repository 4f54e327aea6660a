using System.Text;
using Pipelines.Steps;

namespace Pipelines.Cli.Generation;

/// <summary>The reference page of a step.</summary>
internal static class StepReference
{
    public static string Of(StepDefinition step)
    {
        var text = new StringBuilder();
        text.AppendLine("<!-- Generated from the step's definition by `./build.sh generate`. Do not edit. -->");
        text.AppendLine($"# {step.Name}").AppendLine();
        text.AppendLine(step.Summary).AppendLine();
        Append(text, step.Details);
        text.Append(Markdown.Section("Inputs", StepTables.Inputs(step)));
        if (step.AllInputs.Any())
        {
            Append(text, "A value is resolved in this order: `--name` on the command line, the action's input, the variable "
                + "`PIPELINES_NAME`, the configuration file, the default. The empty string counts as not set.");
        }

        text.Append(Markdown.Section("Outputs", StepTables.Outputs(step)));
        text.Append(Markdown.Section("Exit status", StepTables.Ends(step)));
        text.Append(Markdown.Section("Examples",
            Fence("sh", string.Join('\n', step.Examples.Select(example => $"# {example.Purpose}\npipelines {example.Arguments}")))));
        if (step.Faces == Faces.Everywhere)
        {
            text.Append(Markdown.Section("On GitHub", Fence("yaml", OnGitHub(step))));
            text.Append(Markdown.Section("On GitLab", Fence("yaml", OnGitLab(step))));
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string OnGitHub(StepDefinition step) => string.Join('\n', (IEnumerable<string>)
    [
        $"- uses: {Product.Repository}/actions/{GeneratedFiles.FileName(step)}@{Product.MajorTag}",
        .. With(step, "  with:", "    "),
    ]);

    private static string OnGitLab(StepDefinition step) => string.Join('\n', (IEnumerable<string>)
    [
        "include:",
        $"  - component: $CI_SERVER_FQDN/{Product.Repository}/{GeneratedFiles.FileName(step)}@{Product.Version}",
        .. With(step, "    inputs:", "      "),
    ]);

    private static IEnumerable<string> With(StepDefinition step, string head, string indent)
    {
        var required = step.Inputs.Where(input => input.Required).ToList();
        return required.Count == 0 ? [] : [head, .. required.Select(input => $"{indent}{input.Name}: {Sample(input)}")];
    }

    public static string Sample(Input input) => input switch
    {
        { Name: "environment" } => "production",
        { Choices: [var first, ..] } => first,
        _ => $"\"…\" # {input.Expected}",
    };

    private static string Fence(string language, string code) => code.Length == 0 ? "" : $"```{language}\n{code}\n```\n";

    private static void Append(StringBuilder text, string paragraph)
    {
        if (paragraph.Length > 0)
        {
            text.AppendLine(paragraph.TrimEnd()).AppendLine();
        }
    }
}
