using System.Globalization;
using Pipelines.Cli.CommandLine;
using Pipelines.Steps;

namespace Pipelines.Cli.Generation;

/// <summary>The tables of a step: its inputs, its outputs, how it ends.</summary>
internal static class StepTables
{
    public static string Inputs(StepDefinition step) => Markdown.Table(
        ["Input", "Description", "Default"],
        step.AllInputs.Select(input => (string[])[$"`{input.Name}`", $"{ActionYaml.Describe(input)}{Source(input)}", Default(input)]));

    public static string Outputs(StepDefinition step) => Markdown.Table(
        ["Output", "GitLab variable", "Description"],
        step.Outputs.Select(output => (string[])[$"`{output.Name}`", $"`{output.DotenvName}`", output.Summary]));

    /// <summary>Those of the action, where a secret is an input like any other.</summary>
    public static string ActionInputs(StepDefinition step) => Markdown.Table(
        ["Input", "Description", "Default"],
        step.AllInputs.Where(input => !input.CommandLineOnly)
            .Select(input => (string[])[$"`{input.Name}`", ActionYaml.Describe(input), Default(input, where: "")]));

    public static string ActionOutputs(StepDefinition step) => Markdown.Table(
        ["Output", "Description"], step.Outputs.Select(output => (string[])[$"`{output.Name}`", output.Summary]));

    public static string Ends(StepDefinition step) => Markdown.Table(
        ["Status", "Meaning"],
        step.AllEnds.Select(end => (string[])[((int)end).ToString(CultureInfo.InvariantCulture), ExitCodes.Meaning(end)]));

    private static string Source(Input input) => input.ConfigPath is { } path ? $" In the configuration file: `{path}`." : input.IsSecret
        ? $" Not an option: set the variable `{InputBinder.Variable(input)}`." : "";

    /// <param name="input">The input.</param>
    /// <param name="where">What follows a default that only actions have.</param>
    private static string Default(Input input, string where = " in actions") => input switch
    {
        { Required: true } => "required",
        { ActionDefault: { } text } => $"`{text}`{where}",
        { DefaultText: { Length: > 0 } text } => $"`{text}`",
        _ => "",
    };
}
