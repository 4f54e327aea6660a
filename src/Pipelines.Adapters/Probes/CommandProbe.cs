using Pipelines.Health.Checks;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Probes;

/// <summary>Runs a program and checks its exit status.</summary>
internal sealed class CommandProbe(IProcessRunner runner) : CheckProbe<CommandCheck>
{
    protected override async Task<ProbeResult> ProbeAsync(CommandCheck check, CancellationToken cancellation)
    {
        var result = await runner.RunAsync(check.Command, null, cancellation);
        var lastLine = result.Output.TrimEnd().Split('\n')[^1];
        var said = lastLine.Length == 0 ? "" : $": {Excerpt.Of(lastLine)}";
        var detail = $"exit status {result.ExitCode}{said}";
        return result.Succeeded ? ProbeResult.Well(detail) : ProbeResult.Ill(detail);
    }
}
