using Pipelines.Hosts;
using Pipelines.Packaging;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Cli.Generation;

/// <summary>A whole workflow with the action of a step, ready to be copied: what starts it, what the job may do, how an output is used.
/// </summary>
internal static class ActionWorkflow
{
    public static string Of(StepDefinition step) => string.Join('\n', Lines(step));

    private static IEnumerable<string> Lines(StepDefinition step)
    {
        var id = GeneratedFiles.FileName(step);
        return
        [
            $"name: {char.ToUpperInvariant(step.Name[0])}{step.Name[1..]}",
            "on:",
            .. Indented(step.Use.On.Length > 0 ? step.Use.On : ByHand(step), "  "),
            "",
            "permissions:",
            "  contents: read",
            .. Permissions(step),
            "",
            "jobs:",
            $"  {id}:",
            "    runs-on: ubuntu-latest",
            .. Reaches(step) ? ["    environment: production # with the secrets of its hosts"] : Array.Empty<string>(),
            "    steps:",
            "      - uses: actions/checkout@v5",
            .. step.Use.Before is { } before ? [$"      - run: {before}"] : Array.Empty<string>(),
            $"      - id: {id}",
            $"        uses: {Product.Repository}/actions/{id}@{Product.MajorTag}",
            .. With(step),
            .. Indented(step.Use.Then ?? Printed(step, id), "      "),
        ];
    }

    /// <summary>Started by a person, who says what the step has to know.</summary>
    private static string ByHand(StepDefinition step)
    {
        var asked = step.Inputs.Where(IsAsked).ToList();
        return asked.Count == 0 ? "workflow_dispatch:" : string.Join('\n', (IEnumerable<string>)
        [
            "workflow_dispatch:",
            "  inputs:",
            .. asked.SelectMany(input => (string[])
                [$"    {input.Name}:", $"      description: {YamlText.Quote(input.Summary)}", "      required: true"]),
        ]);
    }

    private static IEnumerable<string> Permissions(StepDefinition step)
    {
        if (Has(step, StoreInputs.Store))
        {
            yield return "  id-token: write # for a store in S3 without keys";
        }

        if (step.Recoverable)
        {
            yield return "  deployments: write # for the page of environments";
        }

        if (Has(step, PlatformInputs.Token))
        {
            yield return "  checks: read # for requirements: checks";
            yield return "  pull-requests: read # for requirements: approvals";
        }
    }

    private static IEnumerable<string> With(StepDefinition step) =>
    [
        .. step.Inputs.Any(input => input.Required) || Reaches(step) || Packages(step) ? ["        with:"] : Array.Empty<string>(),
        .. step.Inputs.Where(input => input.Required).Select(input =>
            $"          {input.Name}: {(IsAsked(input) ? $"${{{{ inputs.{input.Name} }}}}" : StepReference.Sample(input))}"),
        .. Packages(step) ? ["          path: dist"] : Array.Empty<string>(),
        .. Reaches(step)
            ? [
                "          ssh-key: ${{ secrets.SSH_KEY }}",
                "          known-hosts: ${{ vars.KNOWN_HOSTS }} # from: ssh-keyscan web-1.example.com web-2.example.com",
            ]
            : Array.Empty<string>(),
    ];

    /// <summary>An output is passed on in a variable: what it says never becomes part of a script.</summary>
    private static string Printed(StepDefinition step, string id)
    {
        if (step.Outputs is not [var first, ..])
        {
            return "";
        }

        return $"""
            - run: echo "{first.Name} is ${first.DotenvName}"
              env:
                {first.DotenvName}: ${"{{"} steps.{id}.outputs.{first.Name} {"}}"}
            """;
    }

    private static bool IsAsked(Input input) => input is { Required: true, Choices: null } && input.Name != CommonInputs.Environment.Name;

    /// <summary>Whether it packages what the job has built.</summary>
    public static bool Packages(StepDefinition step) => step.Use.Before is not null && Has(step, PackageInputs.Path);

    private static bool Reaches(StepDefinition step) => HostInputs.All.All(input => Has(step, input));

    private static bool Has(StepDefinition step, Input input) => step.AllInputs.Any(each => each.Name == input.Name);

    private static IEnumerable<string> Indented(string lines, string by) =>
        lines.Length == 0 ? [] : lines.ReplaceLineEndings("\n").Split('\n').Select(line => by + line);
}
