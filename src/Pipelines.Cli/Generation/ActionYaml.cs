using System.Text;
using Pipelines.Steps;
using static Pipelines.Cli.Generation.YamlText;

namespace Pipelines.Cli.Generation;

/// <summary>
/// The container action of a step. The runner passes inputs as <c>INPUT_*</c> variables; arguments are constants, because they are shown in
/// the log.
/// </summary>
internal static class ActionYaml
{
    public static string Of(StepDefinition step, string name)
    {
        var text = new StringBuilder();
        text.AppendLine("# Generated from the step's definition by `./build.sh generate`. Do not edit.");
        text.AppendLine($"name: {Quote(name)}");
        text.AppendLine($"description: {Quote($"{step.Summary} Linux runners only.")}");
        text.AppendLine("branding:");
        text.AppendLine("  icon: \"shield\"");
        text.AppendLine("  color: \"blue\"");
        text.AppendLine("inputs:");
        foreach (var input in step.AllInputs.Where(input => !input.CommandLineOnly))
        {
            text.AppendLine($"  {input.Name}:");
            text.AppendLine($"    description: {Quote(Describe(input))}");
            text.AppendLine($"    required: {(input.Required ? "true" : "false")}");
            if ((input.ActionDefault ?? input.DefaultText) is { } value)
            {
                text.AppendLine($"    default: {Quote(value)}");
            }
        }

        AppendOutputs(text, step);
        text.AppendLine("runs:");
        text.AppendLine("  using: \"docker\"");
        text.AppendLine($"  image: {Quote($"docker://{Product.Image}:{Product.Version}")}");
        if (step.Recoverable)
        {
            text.AppendLine("  post-entrypoint: \"/usr/local/bin/pipelines-recover\"");
        }

        text.AppendLine($"  args: [{string.Join(", ", step.Name.Split(' ').Select(Quote))}]");
        return text.ToString();
    }

    /// <summary>Summary and valid values.</summary>
    public static string Describe(Input input) =>
        input.Choices is { } choices ? $"{input.Summary} One of: {string.Join(", ", choices)}." : input.Summary;

    private static void AppendOutputs(StringBuilder text, StepDefinition step)
    {
        if (step.Outputs.Count == 0)
        {
            return;
        }

        text.AppendLine("outputs:");
        foreach (var output in step.Outputs)
        {
            text.AppendLine($"  {output.Name}:");
            text.AppendLine($"    description: {Quote(output.Summary)}");
        }
    }
}
