using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Processes;

namespace Pipelines.Health.Checks;

/// <summary>A program that exits with status 0 if all is well. Its time limit is the check's <see cref="HealthCheck.Timeout"/>.</summary>
/// <param name="Command">What to run.</param>
public sealed record CommandCheck(ProcessCommand Command) : HealthCheck
{
    public static Case<HealthCheckSource> Kind { get; } = Shapes.Case<HealthCheckSource, IReadOnlyList<string>>(
        Key.Optional("command", "Run this command in the release; status 0 is healthy.", Shapes.Command),
        command => _ => new CommandCheck(new ProcessCommand(command[0], [.. command.Skip(1)])));

    public override string Description => $"command {Command}";

    protected override HealthCheck ExpandOwn(Placeholders values) => this with
    {
        Command = Command with
        {
            FileName = values.Expand(Command.FileName),
            Arguments = [.. Command.Arguments.Select(values.Expand)],
            WorkingDirectory = Command.WorkingDirectory is { } directory ? values.Expand(directory) : null,
        },
    };
}
