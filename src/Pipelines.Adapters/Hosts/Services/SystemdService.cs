using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>A systemd unit, by systemctl.</summary>
internal sealed class SystemdService(string unit, IProcessRunner processes) : IService
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public async Task<string?> StartAsync(CancellationToken cancellation)
    {
        await SystemctlAsync("reset-failed", cancellation);
        var started = await SystemctlAsync("start", cancellation);
        return started.Succeeded ? null : $"systemctl start {unit}: {started.Output.Trim()}";
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        var stopped = await SystemctlAsync("stop", cancellation);
        if (!stopped.Succeeded && await DeathAsync(cancellation) is null)
        {
            throw new PipelineException($"systemctl stop {unit}: {stopped.Output.Trim()}", "See `systemctl status` on the host.");
        }
    }

    public async Task<string?> DeathAsync(CancellationToken cancellation)
    {
        var state = (await SystemctlAsync("is-active", cancellation)).Output.Trim();
        return state is "active" or "activating" or "reloading" ? null : $"unit {unit} is {state}.";
    }

    public async Task<string> LogTailAsync(CancellationToken cancellation)
    {
        try
        {
            var journal =
                new ProcessCommand("journalctl", "--unit", unit, "--lines", "20", "--no-pager", "--output", "cat") { TimeLimit = Limit };
            return (await processes.RunAsync(journal, onLine: null, cancellation)).Output;
        }
        catch (PipelineException)
        {
            return ""; // no journal on this host
        }
    }

    private Task<ProcessResult> SystemctlAsync(string verb, CancellationToken cancellation) =>
        processes.RunAsync(new ProcessCommand("systemctl", verb, "--", unit) { TimeLimit = Limit }, onLine: null, cancellation);
}
