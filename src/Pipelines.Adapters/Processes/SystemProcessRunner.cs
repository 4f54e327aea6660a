using System.ComponentModel;
using System.Diagnostics;
using Pipelines.Errors;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Processes;

/// <summary>Runs programs on this machine, with empty standard input.</summary>
/// <param name="clock">For time limits.</param>
/// <param name="redaction">Masks values in what programs write; null for nothing.</param>
public sealed class SystemProcessRunner(TimeProvider clock, Redaction? redaction = null) : IProcessRunner
{
    /// <summary>How long output is read after the process has ended: a remaining child process may keep the pipe open forever.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait for a killed process to disappear; one stuck in the kernel takes longer.</summary>
    private static readonly TimeSpan Burial = TimeSpan.FromSeconds(5);

    public async Task<ProcessResult> RunAsync(ProcessCommand command, Action<string>? onLine, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = Start(command);
        process.StandardInput.Close();
        var output = new MergedOutput(onLine, redaction);
        var reading = Task.WhenAll(output.ReadAsync(process.StandardOutput.BaseStream), output.ReadAsync(process.StandardError.BaseStream));
        var inTime = await EndsInTimeAsync(process, command.TimeLimit, cancellation);
        await Task.WhenAny(reading, clock.WaitAsync(LastWords, CancellationToken.None));
        var text = output.Close();
        process.StandardOutput.Close();
        process.StandardError.Close();
        cancellation.ThrowIfCancellationRequested();
        return inTime ? new ProcessResult(process.ExitCode, text, TimedOut: false) : new ProcessResult(-1, text, TimedOut: true);
    }

    private static Process Start(ProcessCommand command)
    {
        if (command.WorkingDirectory is { } directory && !Directory.Exists(directory))
        {
            throw new PipelineException($"Cannot run {command.FileName} in {directory}: there is no such directory.",
                "Create it, or correct the path.");
        }

        try
        {
            return Process.Start(StartInfo(command))!;
        }
        catch (Win32Exception e)
        {
            throw new PipelineException($"Cannot run {command.FileName}: {e.Message}", "Check that it is a program for this machine.",
                inner: e);
        }
    }

    private static ProcessStartInfo StartInfo(ProcessCommand command)
    {
        var info = new ProcessStartInfo(ProgramLocation.Find(command), command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory ?? "",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
            {
                info.Environment.Remove(name);
            }
            else
            {
                info.Environment[name] = value;
            }
        }

        return info;
    }

    /// <summary>False if it was killed, at its time limit or because it was cancelled.</summary>
    private async Task<bool> EndsInTimeAsync(Process process, TimeSpan? timeLimit, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(timeLimit ?? Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process);
            return false;
        }
    }

    private async Task KillAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended on its own in the meantime, or belongs to someone else: waiting shows which.
        }

        await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), clock.WaitAsync(Burial, CancellationToken.None));
    }
}
