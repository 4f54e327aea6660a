using Pipelines.Configuration;
using Pipelines.Processes;

namespace Pipelines.Health.Checks;

/// <summary>A program that exits with status 0 if all is well. Its time limit is the check's <see cref="HealthCheck.Timeout"/>.</summary>
/// <param name="Command">What to run.</param>
public sealed record CommandCheck(ProcessCommand Command) : HealthCheck
{
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
