using Pipelines.Errors;
using Pipelines.Hosts.Services;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>The user's own start, stop and status commands, run in the slot's release with its environment.</summary>
/// <param name="lines">The commands, placeholders replaced.</param>
/// <param name="command">Makes a command of a line: directory, environment, time limit.</param>
internal sealed class CommandService(ServiceSpec.Commands lines, Func<IReadOnlyList<string>, ProcessCommand> command,
    IProcessRunner processes) : IService
{
    private string _startOutput = "";

    public async Task<string?> StartAsync(CancellationToken cancellation)
    {
        var started = await RunAsync(lines.Start, cancellation);
        _startOutput = started.Output;
        return started.Succeeded ? null : $"the start command {Ended(started)}";
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        if (await DeathAsync(cancellation) is null && await RunAsync(lines.Stop, cancellation) is { Succeeded: false } stopped)
        {
            throw new PipelineException($"the stop command {Ended(stopped)}",
                "Stop the service manually, then run the same command again.");
        }
    }

    public async Task<string?> DeathAsync(CancellationToken cancellation) =>
        await RunAsync(lines.Status, cancellation) is { Succeeded: false } status ? $"the status command {Ended(status)}" : null;

    public Task<string> LogTailAsync(CancellationToken cancellation) => Task.FromResult(_startOutput);

    public ProcessCommand? LogCommand(int lines, bool follow) => null;

    private Task<ProcessResult> RunAsync(IReadOnlyList<string> line, CancellationToken cancellation) =>
        processes.RunAsync(command(line), onLine: null, cancellation);

    private static string Ended(ProcessResult result) =>
        result.TimedOut ? "was killed at its time limit." : $"ended with status {result.ExitCode}: {result.Output.Trim()}";
}
