using System.CommandLine;
using System.CommandLine.Parsing;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Cli.CommandLine;

/// <summary>A command line that does not parse: every error, the nearest valid name, exit 2.</summary>
internal static class UsageErrors
{
    /// <param name="json">Where the JSON result goes; null when none was asked for.</param>
    public static int Tell(ParseResult parsed, IReporter reporter, TextWriter? json)
    {
        var command = parsed.CommandResult.Command;
        var valid = command.Options.Select(option => option.Name).Concat(command.Subcommands.Select(sub => sub.Name)).ToList();
        var unknown = parsed.UnmatchedTokens.Select(token => new Problem(
            token, token.StartsWith('-') ? "is not an option of this command." : "is not a command.", NearestName.Hint(token, valid)));
        var others = parsed.Errors.Where(error => !parsed.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)))
            .Select(error => new Problem(Source(error), error.Message, "See --help."));
        var problems = unknown.Concat(command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count > 0 ? [] : others).ToList();
        foreach (var problem in problems)
        {
            reporter.Error(problem);
        }

        json?.WriteLine(ResultJson.Of(new StepDefinition(command.Name, ""), new PipelineException(problems)));
        return (int)ExitCode.BadInput;
    }

    private static string? Source(ParseError error) => error.SymbolResult is OptionResult option ? option.Option.Name : null;
}
