using System.Text;
using Pipelines.Cli.Hosts;
using Pipelines.Steps;
using static Pipelines.Cli.Generation.YamlText;

namespace Pipelines.Cli.Generation;

/// <summary>
/// The GitLab component of a step. Inputs become variables of the job, never a part of its script, so that no value can be read
/// as shell text.
/// </summary>
internal static class GitLabComponent
{
    public static string Of(StepDefinition step)
    {
        var inputs = step.AllInputs.Where(input => !input.CommandLineOnly).ToList();
        var text = new StringBuilder();
        text.AppendLine("# Generated from the step's definition by `./build.sh generate`. Do not edit.");
        text.AppendLine("spec:");
        text.AppendLine("  inputs:");
        AppendInput(text, "stage", "Stage of the job.", "deploy");
        AppendInput(text, "job-name", "Name of the job.", step.Name);
        AppendInput(text, "image", "The container image.", $"{Product.Image}:{Product.Version}");
        foreach (var input in inputs)
        {
            AppendInput(text, input);
        }

        text.AppendLine("---");
        text.AppendLine("\"$[[ inputs.job-name ]]\":");
        text.AppendLine("  stage: \"$[[ inputs.stage ]]\"");
        text.AppendLine("  image:");
        text.AppendLine("    name: \"$[[ inputs.image ]]\"");
        text.AppendLine("    entrypoint: [\"\"]");
        text.AppendLine("  variables:");
        foreach (var input in inputs)
        {
            text.AppendLine($"    {VariableName(input)}: \"$[[ inputs.{input.Name} ]]\"");
        }

        AppendEnvironment(text, step);
        text.AppendLine("  script:");
        text.AppendLine($"    - {Quote($"pipelines {step.Name}")}");
        text.AppendLine("  artifacts:");
        text.AppendLine("    reports:");
        text.AppendLine($"      dotenv: {Quote(OutputFiles.DotenvFile)}");
        return text.ToString();
    }

    private static string VariableName(Input input) => $"PIPELINES_{input.Name.ToUpperInvariant().Replace('-', '_')}";

    private static void AppendEnvironment(StringBuilder text, StepDefinition step)
    {
        if (step.EnvironmentAction is { } action)
        {
            text.AppendLine("  environment:");
            text.AppendLine("    name: \"$[[ inputs.environment ]]\"");
            text.AppendLine($"    action: {action}");
            text.AppendLine("  resource_group: \"$[[ inputs.environment ]]\"");
        }
    }

    private static void AppendInput(StringBuilder text, string name, string summary, string value)
    {
        text.AppendLine($"    {name}:");
        text.AppendLine($"      description: {Quote(summary)}");
        text.AppendLine($"      default: {Quote(value)}");
    }

    private static void AppendInput(StringBuilder text, Input input)
    {
        text.AppendLine($"    {input.Name}:");
        text.AppendLine($"      description: {Quote(input.Summary)}");
        if (input.IsFlag)
        {
            text.AppendLine("      type: boolean");
            text.AppendLine($"      default: {input.DefaultText ?? "false"}");
            return;
        }

        if (input.Choices is { } choices)
        {
            var all = input.Required || input.DefaultText is not null ? choices : [.. choices, ""];
            text.AppendLine($"      options: [{string.Join(", ", all.Select(Quote))}]");
        }

        if (!input.Required)
        {
            text.AppendLine($"      default: {Quote(input.DefaultText ?? "")}");
        }
    }
}
