using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>Help of a step, ending in its exit statuses and an example.</summary>
internal static class HelpText
{
    public static void Install(RootCommand root, IReadOnlyList<Step> steps)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpAction(steps, (SynchronousCommandLineAction)help.Action!);
    }

    /// <summary>The whole help page of a step.</summary>
    public static string Of(StepDefinition step)
    {
        var text = new StringBuilder();
        text.AppendLine(step.Summary).AppendLine();
        if (step.Details.Length > 0)
        {
            text.AppendLine(step.Details).AppendLine();
        }

        text.AppendLine("USAGE").AppendLine($"  pipelines {step.Name} [options]").AppendLine();
        AppendRows(text, "OPTIONS", step.AllInputs.Select(input => (Syntax(input), Describe(input))).Append(("--output <text|json>", "text for people, json for programs.")));
        AppendRows(text, "OUTPUTS", step.Outputs.Select(output => (output.Name, output.Summary)));
        AppendRows(text, "EXIT STATUS", step.AllEnds.Select(end => ($"{(int)end}", ExitCodes.Meaning(end))));
        AppendRows(text, "EXAMPLES", step.Examples.Select(example => ($"pipelines {example.Arguments}", example.Purpose)), beneath: true);
        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    /// <summary>An input as it is typed.</summary>
    public static string Syntax(Input input) => input.IsFlag ? $"--{input.Name}" : $"--{input.Name} <{input.Choices switch
    {
        { } choices => string.Join('|', choices),
        null => input.Name,
    }}>";

    private static string Describe(Input input) => input switch
    {
        { Required: true } => $"{input.Summary} Required.",
        { DefaultText: { } text, IsFlag: false } => $"{input.Summary} Default: {text}.",
        _ => input.Summary,
    };

    private static void AppendRows(StringBuilder text, string title, IEnumerable<(string Name, string Meaning)> rows, bool beneath = false)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        var width = Math.Min(34, all.Max(row => row.Name.Length));
        text.AppendLine(title);
        foreach (var (name, meaning) in all)
        {
            text.AppendLine(beneath || name.Length > width
                ? $"  {name}{Environment.NewLine}  {new string(' ', beneath ? 2 : width + 2)}{meaning}"
                : $"  {name.PadRight(width)}  {meaning}");
        }

        text.AppendLine();
    }

    private sealed class HelpAction(IReadOnlyList<Step> steps, SynchronousCommandLineAction standard) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var words = CommandTree.NameOf(parseResult.CommandResult.Command);
            if (steps.FirstOrDefault(step => step.Definition.Name == words) is not { } step)
            {
                return standard.Invoke(parseResult);
            }

            parseResult.InvocationConfiguration.Output.Write(Of(step.Definition));
            return 0;
        }
    }
}
