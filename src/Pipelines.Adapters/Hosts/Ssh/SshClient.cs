using System.Security.Cryptography;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Processes;
using Pipelines.Errors;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>
/// The system's ssh with the settings of an environment. What it needs is in a directory of our own for as long as this process lives: a
/// configuration that comes before the user's, host keys, sockets of connections that are reused, and that of an ssh-agent with the key.
/// </summary>
internal sealed class SshClient : IDisposable
{
    /// <summary>A socket's path has at most 107 characters.</summary>
    private const int MostOfAPath = 107 - 58;

    private readonly SshSettings _settings;
    private readonly SemaphoreSlim _starting = new(1);
    private SshAgent? _agent;
    private string? _directory;
    private bool _isReady;

    public SshClient(SshSettings settings)
    {
        _settings = settings;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>Whether a host that was never seen is accepted.</summary>
    public bool AcceptsNewHosts => _settings.KnownHosts is null;

    /// <summary>How to connect.</summary>
    public SshSettings Settings => _settings;

    /// <summary>Starts a command on a host.</summary>
    /// <param name="address">The host.</param>
    /// <param name="command">For the login shell there. Only constant text: nothing of a user's.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <exception cref="PipelineException">OpenSSH is not installed, or the key is not usable.</exception>
    public async Task<SshProcess> StartAsync(SshAddress address, string command, CancellationToken cancellation)
    {
        var line = await LineAsync(address, "-T", command, cancellation);
        return SshProcess.Start(line, Environment);
    }

    /// <summary>Runs a command on a host at our terminal, or with our input and output where there is none.</summary>
    /// <param name="address">The host.</param>
    /// <param name="command">As for <see cref="StartAsync"/>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its exit status.</returns>
    /// <exception cref="PipelineException">OpenSSH is not installed, or the key is not usable.</exception>
    public async Task<int> RunHereAsync(SshAddress address, string command, CancellationToken cancellation)
    {
        var line = await LineAsync(address, Console.IsInputRedirected ? "-T" : "-t", command, cancellation);
        return await TerminalProcess.RunAsync(line, Environment, cancellation);
    }

    private IEnumerable<(string Name, string Value)> Environment => _agent is null ? [] : [("SSH_AUTH_SOCK", _agent.Socket)];

    private async Task<IReadOnlyList<string>> LineAsync(SshAddress address, string terminal, string command, CancellationToken cancellation)
    {
        var directory = await PrepareAsync(cancellation);
        List<string> line = ["ssh", "-F", Path.Combine(directory, "config"), terminal];
        line.AddRange(address.Port is { } port ? ["-p", $"{port}"] : []);
        line.AddRange(address.User is { } user ? ["-l", user] : []);
        line.AddRange(["--", address.Host, command]);
        return line;
    }

    public void Dispose()
    {
        _agent?.Dispose();
        _starting.Dispose();
        try
        {
            if (_directory is { } directory)
            {
                Directory.Delete(directory, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // it contains no secret
        }
    }

    private async Task<string> PrepareAsync(CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            _directory ??= Create(); // known from the beginning, so that it is removed whatever fails
            if (!_isReady)
            {
                _agent = _settings.Key is { } key
                    ? await SshAgent.StartAsync(Path.Combine(_directory, Path.GetRandomFileName()), key, _settings.KeyName, cancellation)
                        : null;
                await WriteAsync(_directory, "known_hosts", $"{_settings.KnownHosts}\n", cancellation);
                await WriteAsync(_directory, SshConfig.Included, $"{_settings.ConfigText}\n", cancellation);
                await WriteAsync(_directory, "config", SshConfig.Of(_directory, _settings, _agent?.Socket), cancellation);
                _isReady = true;
            }

            return _directory;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A directory that nobody else can enter, where names of sockets fit: they end with 58 characters of ssh's.</summary>
    private static string Create()
    {
        var name = $"pipelines-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var path = Path.Combine(Path.GetTempPath(), name);
        return Directory.CreateDirectory(path.Length <= MostOfAPath ? path : Path.Combine("/tmp", name), HostLayout.OwnerOnly).FullName;
    }

    private static Task WriteAsync(string directory, string name, string text, CancellationToken cancellation) =>
        File.WriteAllTextAsync(Path.Combine(directory, name), text, cancellation);
}
