using System.ComponentModel;
using System.Diagnostics;
using Pipelines.Adapters.Processes;
using Pipelines.Errors;
using Pipelines.Processes;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>A program of OpenSSH that runs, with both ends of its pipes.</summary>
internal sealed class SshProcess : IAsyncDisposable
{
    private const int ErrorsKept = 8 * 1024;

    /// <summary>How long a program may take to end when its input has ended.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    /// <summary>How long its last words are waited for.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;
    private readonly TextTail _errors = new(ErrorsKept);
    private readonly Task _listening;

    private SshProcess(Process process)
    {
        _process = process;
        _listening = ListenAsync();
    }

    /// <summary>What it reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The end of what it has written to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <exception cref="PipelineException">The program is not installed.</exception>
    public static SshProcess Start(IReadOnlyList<string> line, params IEnumerable<(string Name, string Value)> environment)
    {
        var info = new ProcessStartInfo(Find(line[0]), line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        try
        {
            return new SshProcess(Process.Start(info)!);
        }
        catch (Win32Exception e)
        {
            throw new PipelineException($"cannot run {line[0]}: {e.Message}", inner: e);
        }
    }

    /// <summary>Ends its input, and waits for its end.</summary>
    /// <returns>Its exit status, and the end of what it wrote to standard error.</returns>
    public async Task<(int ExitCode, string Errors)> EndAsync(CancellationToken cancellation)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it has closed its end, and its exit status tells why
        }

        await _process.WaitForExitAsync(cancellation);
        await Task.WhenAny(_listening, Task.Delay(LastWords, CancellationToken.None));
        return (_process.ExitCode, Errors);
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeToEnd);
        try
        {
            await EndAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }

        _process.Dispose();
    }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return; // it has just ended
        }
    }

    private static string Find(string program)
    {
        try
        {
            return ProgramLocation.Find(new ProcessCommand(program));
        }
        catch (PipelineException e)
        {
            throw new PipelineException($"{program} is not on PATH, and hosts that begin with ssh:// need it.",
                "Install OpenSSH's client: openssh-client on Debian and Ubuntu, openssh-clients on Fedora.", inner: e);
        }
    }

    private async Task ListenAsync()
    {
        var buffer = new char[1024];
        try
        {
            for (int read; (read = await _process.StandardError.ReadAsync(buffer)) > 0;)
            {
                lock (_errors)
                {
                    _errors.Append(buffer.AsSpan(0, read));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return;
        }
    }
}
