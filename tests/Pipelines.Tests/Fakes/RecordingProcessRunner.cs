using Pipelines.Processes;

namespace Pipelines.Tests.Fakes;

/// <summary>Answers the commands that a test expects, remembers all, and fails on one that nobody expected.</summary>
internal sealed class RecordingProcessRunner : IProcessRunner
{
    private readonly List<(Predicate<ProcessCommand> Matches, Func<ProcessCommand, CancellationToken, Task<ProcessResult>> Answer)>
        _answers = [];
    private readonly List<ProcessCommand> _commands = [];

    /// <summary>Every command run, in order.</summary>
    public IReadOnlyList<ProcessCommand> Commands => _commands;

    /// <summary>Answers the command line, as <see cref="ProcessCommand.ToString"/> writes it, every time. The last answer given
    /// wins.</summary>
    public RecordingProcessRunner On(string commandLine, int exitCode = 0, string output = "") =>
        On(command => command.ToString() == commandLine, (_, _) => Task.FromResult(new ProcessResult(exitCode, output, TimedOut: false)));

    /// <summary>Answers matching commands by code: to hang, to throw, to write files.</summary>
    public RecordingProcessRunner On(
        Predicate<ProcessCommand> matches, Func<ProcessCommand, CancellationToken, Task<ProcessResult>> answer)
    {
        _answers.Insert(0, (matches, answer));
        return this;
    }

    public async Task<ProcessResult> RunAsync(ProcessCommand command, Action<string>? onLine, CancellationToken cancellation)
    {
        _commands.Add(command);
        var answer = _answers.FirstOrDefault(candidate => candidate.Matches(command)).Answer;
        Assert.True(answer is not null, $"Nobody expected the command: {command}");
        var result = await answer(command, cancellation);
        foreach (var line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            onLine?.Invoke(line);
        }

        return result;
    }
}
