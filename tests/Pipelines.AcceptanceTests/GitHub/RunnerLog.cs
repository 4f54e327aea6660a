namespace Pipelines.AcceptanceTests.GitHub;

/// <summary>
/// Reads a step's output as GitHub's runner does: lines that begin with <c>::</c> are commands, unless commands are stopped until a token.
/// Rules: actions/runner, ActionCommand.cs and ActionCommandManager.cs.
/// </summary>
internal sealed class RunnerLog
{
    private readonly List<RunnerCommand> _commands = [];
    private readonly List<string> _text = [];
    private string? _resume;

    public RunnerLog(string output)
    {
        foreach (var line in output.Split('\n'))
        {
            Read(line);
        }
    }

    /// <summary>What the runner would do.</summary>
    public IReadOnlyList<RunnerCommand> Commands => _commands;

    /// <summary>What it would only show, line by line, secrets masked.</summary>
    public string Text =>
        Masks.Aggregate(string.Join('\n', _text), (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));

    public IReadOnlyList<string> Masks => [.. Of("add-mask").Select(command => command.Data)];

    public IEnumerable<RunnerCommand> Of(string name) => _commands.Where(command => command.Name == name);

    private void Read(string line)
    {
        if (_resume is not null)
        {
            if (line.Trim() == $"::{_resume}::")
            {
                _resume = null;
            }
            else
            {
                _text.Add(line);
            }
        }
        else if (RunnerCommand.Parse(line) is not { } command)
        {
            _text.Add(line);
        }
        else if (command.Name == "stop-commands")
        {
            _resume = command.Data;
        }
        else
        {
            _commands.Add(command);
        }
    }
}
