using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>Help for a step, including its exit statuses and an example.</summary>
internal static class HelpText
{
    public static void Install(RootCommand root, IReadOnlyList<Step> steps)
    {
        root.Options.OfType<HelpOption>().Single().Action = new HelpAction([.. steps.Select(step => step.Definition)], root.Description!);
    }

    /// <summary>The help page of a command group.</summary>
    /// <param name="words">The words typed; empty for the program itself.</param>
    public static string Of(string words, string summary, IReadOnlyList<StepDefinition> all)
    {
        var text = new StringBuilder(summary.Length == 0 ? "" : $"{summary}\n\n");
        text.AppendLine("USAGE").AppendLine($"  {$"pipelines {words}".TrimEnd()} COMMAND [options]").AppendLine();
        AppendRows(text, "COMMANDS", Below(words, all));
        AppendRows(text, "OPTIONS",
            [Output, ("--help", "What a command does, its options, its exit statuses, and examples."), .. words.Length == 0
            ? [("--version", "The version of the program.")] : (IEnumerable<(string, string)>)[]]);
        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    /// <summary>The complete help page of a step.</summary>
    public static string Of(StepDefinition step, IReadOnlyList<StepDefinition> all)
    {
        var text = new StringBuilder();
        text.AppendLine(step.Summary).AppendLine();
        if (step.Details.Length > 0)
        {
            text.AppendLine(step.Details).AppendLine();
        }

        text.AppendLine("USAGE")
            .AppendLine($"  pipelines {string.Join(' ', [step.Name, .. step.Positional.Select(input => $"[{input.Name}]")])} [options]")
            .AppendLine();
        AppendRows(text, "OPTIONS", step.AllInputs.Select(input => (Syntax(input), Describe(input))).Append(Output));
        AppendRows(text, "COMMANDS", Below(step.Name, all));
        AppendRows(text, "OUTPUTS", step.Outputs.Select(output => (output.Name, output.Summary)));
        AppendRows(text, "EXIT STATUS", step.AllEnds.Select(end => ($"{(int)end}", ExitCodes.Meaning(end))));
        AppendRows(text, "EXAMPLES", step.Examples.Select(example => ($"pipelines {example.Arguments}", example.Purpose)), beneath: true);
        return text.ToString().TrimEnd() + Environment.NewLine;
    }

    private static (string Name, string Meaning) Output => ("--output <text|json>", "text for people, json for programs.");

    private static IEnumerable<(string Name, string Meaning)> Below(string words, IReadOnlyList<StepDefinition> all)
    {
        var prefix = words.Length == 0 ? "" : $"{words} ";
        return all.Where(step => step.Name.StartsWith(prefix, StringComparison.Ordinal) && step.Name != words)
            .Select(step => (step.Name[prefix.Length..], step.Summary));
    }

    /// <summary>An input as it is typed.</summary>
    public static string Syntax(Input input) =>
        input.IsSecret ? InputBinder.Variable(input) : input.IsFlag ? $"--{input.Name}" : $"--{input.Name} <{input.Choices switch
    {
        { } choices => string.Join('|', choices),
        null => input.Name,
    }}>";

    private static string Describe(Input input) => input switch
    {
        { IsSecret: true } => $"{input.Summary} Set with a variable, not an option.",
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

    private sealed class HelpAction(IReadOnlyList<StepDefinition> all, string summary) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var words = CommandTree.NameOf(parseResult.CommandResult.Command);
            var step = all.FirstOrDefault(step => step.Name == words);
            parseResult.InvocationConfiguration.Output.Write(step is not null
                ? Of(step, all) : Of(words, words.Length == 0 ? summary : "", all));
            return 0;
        }
    }
}
