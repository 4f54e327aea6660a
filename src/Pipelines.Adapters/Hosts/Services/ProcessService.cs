using Pipelines.Reporting;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>
/// A program that we start in a session of its own. It writes down its process id and start time itself, before it becomes the
/// program, so that no moment exists in which it runs unrecorded; a reused id is told apart by the start time.
/// </summary>
/// <param name="command">The program with its directory and environment.</param>
/// <param name="processFile">Where it records itself.</param>
/// <param name="logFile">Where its output goes.</param>
/// <param name="grace">From TERM to KILL.</param>
internal sealed class ProcessService(
    ProcessCommand command, string processFile, string logFile, TimeSpan grace, IProcessRunner processes, TimeProvider clock) : IService
{
    /// <summary>Arguments arrive as $1 and on; no value becomes a part of this text. The umask is systemd's, not that of whoever
    /// deploys.</summary>
    private const string Launcher = """
        record=$1 log=$2; shift 2; umask 022
        setsid sh -c 'record=$1; shift; cat "/proc/$$/stat" >"$record.new" && mv "$record.new" "$record" && exec "$@"' \
            sh "$record" "$@" </dev/null >>"$log" 2>&1 &
        """;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LaunchLimit = TimeSpan.FromSeconds(10);

    public async Task<string?> StartAsync(CancellationToken cancellation)
    {
        File.Delete(processFile);
        RotateLog();
        var launcher =
            command with { FileName = "sh",
                Arguments = ["-c", Launcher, "sh", processFile, logFile, command.FileName, .. command.Arguments], TimeLimit = LaunchLimit };
        var launched = await processes.RunAsync(launcher, onLine: null, cancellation);
        var recorded = launched.Succeeded && await clock.WaitUntilAsync(() => File.Exists(processFile), Poll, LaunchLimit, cancellation);
        return recorded ? null : $"{command.FileName} could not be launched: {launched.Output.Trim()}";
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        if (ProcessStat.Read(processFile) is not { } recorded || recorded.IsReused)
        {
            return;
        }

        Signals.SendToGroup(recorded.ProcessId, Signals.Terminate);
        if (!await clock.WaitUntilAsync(() => !recorded.IsAlive, Poll, grace, cancellation))
        {
            Signals.SendToGroup(recorded.ProcessId, Signals.Kill);
            if (!await clock.WaitUntilAsync(() => !recorded.IsAlive, Poll, LaunchLimit, cancellation))
            {
                throw new PipelineException($"process {recorded.ProcessId} does not end, not even with KILL.",
                    "See what holds it on the host.");
            }
        }

        Signals.SendToGroup(recorded.ProcessId, Signals.Kill);
        File.Delete(processFile);
    }

    public Task<string?> DeathAsync(CancellationToken cancellation) => Task.FromResult(ProcessStat.Read(processFile) switch
    {
        null => "the process is not running.",
        { IsAlive: false } dead => $"process {dead.ProcessId} has ended.",
        _ => null,
    });

    public Task<string> LogTailAsync(CancellationToken cancellation) => Task.FromResult(TextTail.Of(logFile, lines: 20));

    /// <summary>One log a start, and the one before it.</summary>
    private void RotateLog()
    {
        if (File.Exists(logFile))
        {
            File.Move(logFile, logFile + ".1", overwrite: true);
        }
    }
}
