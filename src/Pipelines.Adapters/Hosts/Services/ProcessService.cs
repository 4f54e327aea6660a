using System.Globalization;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Reporting;
using Pipelines.Adapters.Posix;
using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Services;

/// <summary>
/// A program that we start in a session and, where the machine allows it, a control group of its own. It records its process id and start
/// time itself, before it becomes the program; a reused id is told apart by the start time. Whatever it starts is its service, too,
/// wherever that goes: stopped means that nobody is left. A supervisor waits for its end, and starts it again where that is wanted.
/// </summary>
/// <param name="command">Makes the program with its directory and environment; only asked to start it.</param>
/// <param name="place">Where it is recorded.</param>
/// <param name="grace">From TERM to KILL.</param>
internal sealed class ProcessService(
    Func<ProcessCommand> command, ServicePlace place, TimeSpan grace, IProcessRunner processes, TimeProvider clock) : IService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SlowPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LaunchLimit = TimeSpan.FromSeconds(10);

    private readonly ServiceCgroup _cgroup = new(place.CgroupFile, place.Name);

    public async Task<string?> StartAsync(CancellationToken cancellation)
    {
        Durable.CreateDirectory(Path.GetDirectoryName(place.ProcessFile)!, HostLayout.OwnerOnly);
        Durable.CreateDirectory(Path.GetDirectoryName(place.LogFile)!, HostLayout.OwnerOnly);
        Forget();
        RotateLog();
        var program = command();
        var launcher = program with
        {
            FileName = "sh",
            Arguments = SupervisorScript.Arguments(
                place.ProcessFile, place.LogFile, _cgroup.Create() ?? "", [program.FileName, .. program.Arguments]),
            Environment = new Dictionary<string, string?>(program.Environment) { [ServicePlace.Variable] = place.Mark },
            TimeLimit = LaunchLimit,
        };
        var launched = await processes.RunAsync(launcher, onLine: null, cancellation);
        var recorded = launched.Succeeded
            && await clock.WaitUntilAsync(() => File.Exists(place.ProcessFile), Poll, LaunchLimit, cancellation);
        return recorded ? null : $"{program.FileName} could not be launched: {launched.Output.Trim()}";
    }

    public void Keep() => File.WriteAllText(place.KeepFile, "");

    public async Task<int> RestartsAsync(CancellationToken cancellation) => File.Exists(place.RestartsFile)
        && int.TryParse(await File.ReadAllTextAsync(place.RestartsFile, cancellation), CultureInfo.InvariantCulture, out var count)
            ? count : 0;

    public async Task StopAsync(CancellationToken cancellation)
    {
        if (File.Exists(place.KeepFile))
        {
            File.Delete(place.KeepFile); // before it ends, so that it is not started again
        }

        if (Find().Count > 0)
        {
            Send(Signals.Terminate);
            if (!await clock.WaitUntilAsync(IsGone, Poll, SlowPoll, cancellation)
                && !await clock.WaitUntilAsync(IsGone, SlowPoll, grace, cancellation)
                && !await clock.WaitUntilAsync(IsKilled, SlowPoll, LaunchLimit, cancellation))
            {
                throw new PipelineException($"{Named(Find())} does not end, not even with KILL.", "See what holds it on the host.");
            }
        }

        if (Directory.Exists(Path.GetDirectoryName(place.ProcessFile)))
        {
            Forget();
            _cgroup.Remove();
        }
    }

    public Task<string?> DeathAsync(CancellationToken cancellation) => Task.FromResult(ProcessStat.Read(place.ProcessFile) switch
    {
        null => "the process is not running.",
        { IsAlive: false } dead when Left(Supervisor()) is { Count: > 0 } left =>
            $"process {dead.ProcessId} has ended and left {Named(left)} running: the program puts itself into the background, where its "
            + "end cannot be noticed. Let it stay in the foreground (such as nginx -g 'daemon off;', apachectl -D FOREGROUND, "
            + "redis-server --daemonize no), or use service with systemd, or with start, stop and status.",
        { IsAlive: false } dead when File.Exists(place.KeepFile) && Find().Count > 0 =>
            $"process {dead.ProcessId} has ended, and is about to be started again.",
        { IsAlive: false } dead => $"process {dead.ProcessId} has ended.",
        _ => null,
    });

    /// <summary>Id of the process that waits for the end of the recorded one; null when the record is older than supervisors.</summary>
    private int? Supervisor() =>
        int.TryParse(File.ReadLines(place.ProcessFile).ElementAtOrDefault(3), CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Those that run without the recorded one; the supervisor waits for the time to start it again.</summary>
    private List<ProcessStat> Left(int? supervisor) =>
        [.. Find().Where(process => process.ProcessId != supervisor && process.Parent != supervisor)];

    private void Forget()
    {
        foreach (var file in new[] { place.KeepFile, place.RestartsFile, place.ProcessFile }.Where(File.Exists))
        {
            File.Delete(file);
        }
    }

    private IReadOnlyList<ProcessStat> Find() =>
        new ServiceProcesses($"{ServicePlace.Variable}={place.Mark}", place.ProcessFile, _cgroup).Find();

    private bool IsGone() => Find().Count == 0;

    /// <summary>One that forks meanwhile is met in the next round.</summary>
    private bool IsKilled()
    {
        Send(Signals.Kill);
        return IsGone();
    }

    private void Send(int signal)
    {
        foreach (var process in Find())
        {
            Signals.SendTo(process.ProcessId, signal);
        }
    }

    private static string Named(IReadOnlyList<ProcessStat> found) =>
        $"process{(found.Count == 1 ? "" : "es")} {string.Join(", ", found.Take(5).Select(process => process.ProcessId))}";

    public Task<string> LogTailAsync(CancellationToken cancellation) => Task.FromResult(TextTail.Of(place.LogFile, lines: 20));

    public ProcessCommand LogCommand(int lines, bool follow) => new("tail", [.. follow ? ["-F"] : Array.Empty<string>(), "-n",
        lines.ToString(CultureInfo.InvariantCulture), "--", place.LogFile]);

    /// <summary>One log a start, and the one before it.</summary>
    private void RotateLog()
    {
        if (File.Exists(place.LogFile))
        {
            File.Move(place.LogFile, place.LogFile + ".1", overwrite: true);
        }
    }
}
