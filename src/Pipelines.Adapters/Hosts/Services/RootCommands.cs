using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>Runs programs that need root: as we are when that is root, else through sudo when it allows this very command.</summary>
/// <param name="isRoot">Whether we are root.</param>
/// <param name="processes">Runs them.</param>
internal sealed class RootCommands(bool isRoot, IProcessRunner processes)
{
    private const string Sudo = "sudo";

    private static readonly TimeSpan TimeToAsk = TimeSpan.FromSeconds(20);

    /// <summary>Runs one. Where sudo does not allow it, it is tried as it is: polkit may.</summary>
    public async Task<ProcessResult> RunAsync(IReadOnlyList<string> line, TimeSpan limit, CancellationToken cancellation)
    {
        var raised = isRoot || !await MayAsync(line, cancellation) ? line : [Sudo, "--non-interactive", "--", .. line];
        return await processes.RunAsync(
            new ProcessCommand(raised[0], [.. raised.Skip(1)]) { TimeLimit = limit }, onLine: null, cancellation);
    }

    private async Task<bool> MayAsync(IReadOnlyList<string> line, CancellationToken cancellation)
    {
        try
        {
            var asking = new ProcessCommand(Sudo, ["--non-interactive", "--list", "--", .. line]) { TimeLimit = TimeToAsk };
            return (await processes.RunAsync(asking, onLine: null, cancellation)).Succeeded;
        }
        catch (PipelineException)
        {
            return false; // there is no sudo
        }
    }
}
