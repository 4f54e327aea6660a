using System.Globalization;
using Pipelines.Errors;
using Pipelines.Hosts.Services;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>A systemd unit, by systemctl. Who is not root asks what needs it through sudo.</summary>
/// <param name="unit">Its name.</param>
/// <param name="root">Runs what needs root.</param>
/// <param name="processes">Runs everything else.</param>
internal sealed class SystemdService(string unit, RootCommands root, IProcessRunner processes) : IService
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public async Task<string?> StartAsync(CancellationToken cancellation)
    {
        if (await PropertyAsync("NeedDaemonReload", cancellation) is "yes")
        {
            await AskAsync(SystemdCommands.Reload, cancellation);
        }

        await AskAsync(SystemdCommands.Forget(unit), cancellation);
        var started = await AskAsync(SystemdCommands.Start(unit), cancellation);
        return started.Succeeded ? null : $"systemctl start {unit}: {started.Output.Trim()}";
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        var stopped = await AskAsync(SystemdCommands.Stop(unit), cancellation);
        if (!stopped.Succeeded && await DeathAsync(cancellation) is null)
        {
            throw new PipelineException($"systemctl stop {unit}: {stopped.Output.Trim()}",
                "See `systemctl status` on the host. A user who is not root needs the right to it: pipelines host setup gives it.");
        }
    }

    public async Task<string?> DeathAsync(CancellationToken cancellation)
    {
        var state = (await LookAsync(["is-active", "--", unit], cancellation)).Output.Trim();
        return state is "active" or "activating" or "reloading" ? null
            : $"unit {unit} is {state}{await WhyAsync(state, cancellation)}.";
    }

    public async Task<string> LogTailAsync(CancellationToken cancellation)
    {
        try
        {
            return (await processes.RunAsync(LogCommand(20, follow: false) with { TimeLimit = Limit }, onLine: null, cancellation)).Output;
        }
        catch (PipelineException)
        {
            return ""; // no journal on this host
        }
    }

    public ProcessCommand LogCommand(int lines, bool follow) => new("journalctl", ["--unit", unit, "--lines",
        lines.ToString(CultureInfo.InvariantCulture), "--no-pager", "--output", "cat", .. follow ? ["--follow"] : Array.Empty<string>()]);

    /// <summary>What systemd says of a failure, such as that the unit was started too often.</summary>
    private async Task<string> WhyAsync(string state, CancellationToken cancellation) =>
        state is "failed" && await PropertyAsync("Result", cancellation) is { Length: > 0 } result and not "success"
            ? result is "start-limit-hit" ? ": it was started too often (start-limit-hit)" : $": {result}" : "";

    private async Task<string> PropertyAsync(string name, CancellationToken cancellation) =>
        (await LookAsync(["show", "--property", name, "--value", "--", unit], cancellation)).Output.Trim();

    private Task<ProcessResult> AskAsync(IReadOnlyList<string> line, CancellationToken cancellation) =>
        root.RunAsync(line, Limit, cancellation);

    private Task<ProcessResult> LookAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        processes.RunAsync(new ProcessCommand("systemctl", arguments) { TimeLimit = Limit }, onLine: null, cancellation);
}
