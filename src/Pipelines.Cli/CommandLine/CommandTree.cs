using System.CommandLine;
using System.CommandLine.Parsing;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>The command line, generated from the step definitions.</summary>
internal static class CommandTree
{
    public static Option<OutputFormat> Output { get; } = new("--output")
    {
        Description = "text for people, json for programs: one JSON value on standard output and nothing else.",
        HelpName = "text|json",
        Recursive = true,
        DefaultValueFactory = _ => OutputFormat.Text,
        CustomParser = result => Format(result),
    };

    /// <summary>An argument starting with <c>@</c> is ordinary text, never a file with more arguments.</summary>
    public static ParserConfiguration Parsing { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>True if the result is for a program. Known before parsing, because parse errors are reported accordingly.</summary>
    public static bool WantsJson(IReadOnlyList<string> arguments) =>
        arguments.Where((argument, i) =>
            argument is "--output=json" or "--output:json" || (argument == "json" && i > 0 && arguments[i - 1] == "--output")).Any();

    /// <summary>Without a word, and with <c>help</c> before a command, it is help that is asked for.</summary>
    public static IReadOnlyList<string> WithHelp(IReadOnlyList<string> arguments) =>
        arguments.Count == 0 || arguments[0] == "help" ? [.. arguments.Skip(1), "--help"] : arguments;

    /// <summary>The words of a command, which are the name of its step; empty for the root.</summary>
    public static string NameOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{NameOf(parent)} {command.Name}".TrimStart() : "";

    /// <param name="steps">All steps, or those that the command line may refer to.</param>
    /// <param name="run">Runs a step; receives what was typed for each of its inputs.</param>
    public static RootCommand Build(
        IReadOnlyList<Step> steps, Func<Step, Func<Input, string?>, OutputFormat, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("Deploys a build safely, or keeps the current release running.");
        root.Options.Add(Output);
        foreach (var step in steps)
        {
            var command = Find(root, step.Definition.Name.Split(' '));
            command.Description = step.Definition.Summary;
            var options = step.Definition.AllInputs.Where(input => !input.IsSecret).ToDictionary(input => input.Name, AddOption(command));
            var arguments = step.Definition.Positional.ToDictionary(input => input.Name, AddArgument(command));
            command.SetAction((parsed, cancellation) =>
                run(step, input => Typed(parsed, input.Name, options, arguments), parsed.GetValue(Output), cancellation));
        }

        HelpText.Install(root, steps);
        return root;
    }

    private static OutputFormat Format(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is not ("text" or "json"))
        {
            result.AddError($"expected one of text, json, got \"{text}\".");
        }

        return text == "json" ? OutputFormat.Json : OutputFormat.Text;
    }

    private static Command Find(Command root, IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            var next = root.Subcommands.FirstOrDefault(command => command.Name == word);
            if (next is null)
            {
                next = new Command(word);
                root.Subcommands.Add(next);
            }

            root = next;
        }

        return root;
    }

    private static Func<Input, Option<string?>> AddOption(Command command) => input =>
    {
        var option = new Option<string?>($"--{input.Name}")
        {
            Description = input.Summary,
            Arity = input.IsFlag ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
            AllowMultipleArgumentsPerToken = false,
        };
        command.Options.Add(option);
        return option;
    };

    private static Func<Input, Argument<string?>> AddArgument(Command command) => input =>
    {
        var argument = new Argument<string?>(input.Name) { Description = input.Summary, Arity = ArgumentArity.ZeroOrOne };
        command.Arguments.Add(argument);
        return argument;
    };

    /// <summary>What was typed for an input; null if nothing was, and for an input that is not an option.</summary>
    private static string? Typed(
        ParseResult parsed, string input, Dictionary<string, Option<string?>> options, Dictionary<string, Argument<string?>> arguments) =>
        (options.TryGetValue(input, out var option) ? Typed(parsed, option) : null)
            ?? (arguments.TryGetValue(input, out var argument) ? parsed.GetValue(argument) : null);

    private static string? Typed(ParseResult parsed, Option<string?> option) => parsed.GetResult(option) switch
    {
        null or { Implicit: true } => null,
        { Tokens.Count: 0 } => "true",
        var found => found.Tokens[^1].Value,
    };
}
