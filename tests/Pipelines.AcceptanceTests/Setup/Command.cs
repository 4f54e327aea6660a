using System.Diagnostics;

namespace Pipelines.AcceptanceTests.Setup;

/// <summary>A program that was started, and is ended by its id when the test is over.</summary>
internal sealed class Command : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private Command(ProcessStartInfo info)
    {
        _process = Process.Start(info)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="line">Program and arguments.</param>
    /// <param name="environment">Its whole environment; null to inherit ours.</param>
    /// <param name="directory">Where it runs; null for the source tree.</param>
    public static Command Start(IReadOnlyList<string> line, IReadOnlyDictionary<string, string>? environment = null,
        string? directory = null)
    {
        var info = new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = directory ?? SourceTree.Root,
        };
        if (environment is not null)
        {
            info.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                info.Environment[name] = value;
            }
        }

        var started = new Command(info);
        started._process.StandardInput.Close();
        return started;
    }

    /// <summary>Runs a program of this machine to its end, with our environment.</summary>
    public static Task<Outcome> RunAsync(params IReadOnlyList<string> line) => ToEndAsync(line);

    /// <summary>Runs a program to its end; see <see cref="Start"/>.</summary>
    public static async Task<Outcome> ToEndAsync(IReadOnlyList<string> line, IReadOnlyDictionary<string, string>? environment = null,
        string? directory = null)
    {
        using var command = Start(line, environment, directory);
        return await command.EndAsync();
    }

    /// <summary>Waits for the end. A program that takes longer than ten minutes is killed and fails the test.</summary>
    public async Task<Outcome> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} did not end: "
                + $"{await _output}{await _errors}");
        }

        return new Outcome(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Kills the program alone; what it started goes on.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
