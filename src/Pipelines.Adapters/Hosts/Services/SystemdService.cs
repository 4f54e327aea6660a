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
        var now = await PropertiesAsync("ActiveState,SubState,Result", cancellation);
        return (now.GetValueOrDefault("ActiveState"), now.GetValueOrDefault("SubState")) switch
        {
            ("activating", "auto-restart") => $"unit {unit} has ended, and systemd is about to start it again{Why()}.",
            ("active" or "activating" or "reloading", _) => null,
            ("failed", _) => $"unit {unit} is failed{Why()}.",
            var (state, _) => $"unit {unit} is {(state is { Length: > 0 } ? state : "unknown")}.",
        };

        // what systemd says of a failure, such as that the unit was started too often
        string Why() => now.GetValueOrDefault("Result") switch
        {
            "start-limit-hit" => ": it was started too often (start-limit-hit)",
            { Length: > 0 } result and not "success" => $": {result}",
            _ => "",
        };
    }

    public async Task<int> RestartsAsync(CancellationToken cancellation) => int.TryParse(
        (await PropertiesAsync("NRestarts", cancellation)).GetValueOrDefault("NRestarts"), CultureInfo.InvariantCulture, out var count)
            ? count : 0;

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
        if ((await PropertiesAsync("NeedDaemonReload", cancellation)).GetValueOrDefault("NeedDaemonReload") is "yes")
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

    private async Task<Dictionary<string, string>> PropertiesAsync(string names, CancellationToken cancellation) =>
        (await processes.RunAsync(new ProcessCommand("systemctl", ["show", "--property", names, "--", unit]) { TimeLimit = Limit },
            onLine: null, cancellation)).Output.Split('\n').Select(line => line.Trim().Split('=', 2)).Where(pair => pair.Length == 2)
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private Task<ProcessResult> AskAsync(IReadOnlyList<string> line, CancellationToken cancellation) =>
        root.RunAsync(line, Limit, cancellation);
}
