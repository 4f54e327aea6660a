using System.Globalization;
using Pipelines.Errors;
using Pipelines.Hosts.Services;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>A systemd unit, by systemctl. Who is not root asks what needs it through sudo.</summary>
/// <param name="unit">Its name.</param>
/// <param name="commands">What is asked of systemd for it.</param>
/// <param name="root">Runs what needs root.</param>
/// <param name="processes">Runs everything else.</param>
internal sealed class SystemdService(string unit, SystemdCommands commands, RootCommands root, IProcessRunner processes) : IService
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public Task<string?> StartAsync(CancellationToken cancellation) => StartAsync(commands.Start, cancellation);

    public Task<string?> RestartAsync(CancellationToken cancellation) => StartAsync(commands.Restart, cancellation);

    public async Task StopAsync(CancellationToken cancellation)
    {
        var stopped = await AskAsync(commands.Stop, cancellation);
        if (!stopped.Succeeded && await DeathAsync(cancellation) is null)
        {
            throw new PipelineException($"systemctl stop {unit}: {stopped.Output.Trim()}",
                "See `systemctl status` on the host. A user who is not root needs the right to it: pipelines host setup gives it.");
        }
    }

    public async Task<string?> DeathAsync(CancellationToken cancellation)
    {
        var state = (await LookAsync(["is-active", "--", unit], cancellation)).Output.Trim();
        if (state is "activating" && await PropertyAsync("SubState", cancellation) is "auto-restart")
        {
            return $"unit {unit} has ended, and systemd is about to start it again{await WhyAsync("failed", cancellation)}.";
        }

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

    private async Task<string?> StartAsync(IReadOnlyList<string> line, CancellationToken cancellation)
    {
        if (await PropertyAsync("NeedDaemonReload", cancellation) is "yes")
        {
            await AskAsync(SystemdCommands.Reload, cancellation);
        }

        await AskAsync(commands.Forget, cancellation);
        var started = await AskAsync(line, cancellation);
        if (started.Succeeded && commands.Enable is { } enable)
        {
            started = await AskAsync(enable, cancellation);
        }

        return started.Succeeded ? null : $"systemctl {line[1]} {unit}: {started.Output.Trim()}{Hint(started.Output)}";
    }

    private string Hint(string output) => commands.Enable is not null && output.Contains("not found", StringComparison.Ordinal)
        ? " pipelines host setup writes it." : "";

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
