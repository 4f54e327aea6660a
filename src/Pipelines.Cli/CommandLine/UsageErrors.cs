using System.CommandLine;
using System.CommandLine.Parsing;
using Pipelines.Cli.Reporting;
using Pipelines.Errors;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>A command line that does not parse: lists every error with the nearest valid name; exit status 2.</summary>
internal static class UsageErrors
{
    /// <param name="json">Receives the JSON result; null if none was requested.</param>
    public static int Tell(ParseResult parsed, TerminalReporter reporter, TextWriter? json)
    {
        var command = parsed.CommandResult.Command;
        var problems = Problems(parsed, command).ToList();
        foreach (var problem in problems)
        {
            reporter.Error(problem);
        }

        json?.WriteLine(
            JsonText.Of(ResultJson.Of(new StepDefinition(CommandTree.NameOf(command), ""), new PipelineException(problems)),
            reporter.Redact));
        return (int)ExitCode.BadInput;
    }

    private static IEnumerable<Problem> Problems(ParseResult parsed, Command command)
    {
        var unknown = parsed.UnmatchedTokens;
        var options = unknown.Where(token => token.StartsWith('-')).ToList();
        if (options.Count > 0)
        {
            // what follows one was its value
            return options.Select(token =>
                new Problem(token, "is not an option of this command.", NearestName.Hint(token, Options(command))));
        }

        var commands = command.Subcommands.Select(sub => sub.Name);
        return command switch
        {
            _ when unknown.Count > 0 && command.Subcommands.Count > 0 =>
                [new Problem(unknown[0], "is not a command.", NearestName.Hint(unknown[0], commands))],
            _ when unknown.Count > 0 => unknown.Select(token =>
                new Problem(token, "is not expected here.", "Values come after their option, such as --environment production.")),
            { Action: null } =>
                [new Problem(null, "a command is missing.", $"Expected one of: {string.Join(", ", commands)}. See --help.")],
            _ => parsed.Errors.Select(error =>
                new Problem((error.SymbolResult as OptionResult)?.Option.Name, error.Message, "See --help.")),
        };
    }

    /// <summary>Options of the command, and those inherited from parent commands.</summary>
    private static IEnumerable<string> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(Above)).Select(option => option.Name);

    private static IEnumerable<Option> Above(Command command) =>
        command.Options.Where(option => option.Recursive).Concat(command.Parents.OfType<Command>().SelectMany(Above));
}
