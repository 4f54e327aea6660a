using System.Text;
using Pipelines.Cli.Hosts;
using Pipelines.Errors;
using Pipelines.Steps;
using static Pipelines.Cli.Generation.YamlText;

namespace Pipelines.Cli.Generation;

/// <summary>
/// The job that runs a step. Inputs become job variables, never part of its script, so that no value can be interpreted by the shell.
/// </summary>
/// <param name="step">The step.</param>
internal sealed class GitLabJob(StepDefinition step)
{
    /// <summary>Name of the job; may contain inputs.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the input with the job's rules.</summary>
    public string Rules { get; init; } = "rules";

    /// <summary>The inputs it gets.</summary>
    public required IEnumerable<Input> Inputs { get; init; }

    /// <summary>Jobs it waits for, as YAML; null for all of the previous stages.</summary>
    public string? Needs { get; init; }

    /// <summary>Whether its exit status can be <see cref="ExitCode.Blocked"/>, which a caller may allow.</summary>
    public static bool CanBlock(StepDefinition step) => step.Ends.Contains(ExitCode.Blocked);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"{Quote(Name)}:\n");
        text.Append($"  stage: {Of("stage")}\n");
        text.Append($"  image:\n    name: {Of("image")}\n    entrypoint: [\"\"]\n");
        text.Append($"  rules: {Of(Rules)}\n");
        text.Append(Needs is null ? "" : $"  needs: {Needs}\n");
        text.Append($"  timeout: {Of("timeout")}\n");
        text.Append(CanBlock(step) ? $"  allow_failure:\n    exit_codes: {Of("allowed-exit-codes")}\n" : "");
        text.Append("  variables:\n");
        foreach (var input in Inputs)
        {
            text.Append(
                $"    {VariableName(input)}: {(input.IsProse ? $"{{ value: {Of(input.Name)}, expand: false }}" : Of(input.Name))}\n");
        }

        AppendEnvironment(text);
        text.Append($"  script:\n    - {Quote($"pipelines {step.Name}")}\n");
        text.Append($"  artifacts:\n    when: always\n    reports:\n      dotenv: {Quote(OutputFiles.DotenvFile)}\n");
        text.Append($"      annotations: {Quote(GitLabReports.AnnotationsFile)}\n      codequality: {Quote(GitLabReports.QualityFile)}\n");
        text.Append(step.HasChecks ? $"      junit: {Quote(GitLabReports.TestsFile)}\n" : "");
        return text.ToString();
    }

    private static string Of(string input) => Quote($"$[[ inputs.{input} ]]");

    private static string VariableName(Input input) => $"PIPELINES_{input.Name.ToUpperInvariant().Replace('-', '_')}";

    private void AppendEnvironment(StringBuilder text)
    {
        if (step.EnvironmentAction is not { } action)
        {
            return;
        }

        text.Append(
            $"  environment:\n    name: {Of(CommonInputs.Environment.Name)}\n    action: {action}\n    deployment_tier: {Of("tier")}\n");
        if (action == "start")
        {
            text.Append($"  resource_group: {Of(CommonInputs.Environment.Name)}\n  interruptible: false\n");
        }
    }
}
