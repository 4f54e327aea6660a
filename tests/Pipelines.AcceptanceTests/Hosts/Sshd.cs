using System.Globalization;
using Pipelines.AcceptanceTests.Setup;
using Pipelines.Tests.Fakes;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>A real sshd on loopback that lets the user of the tests in. Whoever logs in finds a home directory of the test's own.</summary>
internal sealed class Sshd : IAsyncDisposable
{
    private readonly Site _site;
    private readonly int _port = Ports.Free();
    private Command? _server;

    private Sshd(Site site) => _site = site;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"ssh://{Environment.UserName}@127.0.0.1:{_port}");

    /// <summary>The private key that is let in.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The line of known_hosts.</summary>
    public string KnownHost =>
        string.Create(CultureInfo.InvariantCulture, $"[127.0.0.1]:{_port} {File.ReadAllText(_site["sshd/host.pub"]).Trim()}");

    /// <summary>Where the program is kept on the host.</summary>
    public string Programs => _site["home/.cache/pipelines"];

    /// <param name="site">Where its files are.</param>
    /// <param name="path">Of those who log in; null for sshd's own.</param>
    public static async Task<Sshd> StartAsync(Site site, string? path = null)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd"); // where it shuts itself in
        }

        Directory.CreateDirectory(site["sshd"]);
        Directory.CreateDirectory(site["home"]);
        var sshd = new Sshd(site);
        await sshd.NewHostKeyAsync();
        await KeyAsync(site["sshd/user"]);
        File.Move(site["sshd/user.pub"], site["sshd/authorized_keys"]);
        sshd.Key = await File.ReadAllTextAsync(site["sshd/user"]);
        File.Delete(site["sshd/user"]); // from here on it is nowhere but in variables
        await File.WriteAllTextAsync(site["sshd/config"], $"""
            ListenAddress 127.0.0.1
            Port {sshd._port}
            HostKey {site["sshd/host"]}
            AuthorizedKeysFile {site["sshd/authorized_keys"]}
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            MaxStartups 100
            SetEnv HOME={site["home"]}{(path is null ? "" : $" PATH={path}")}

            """);
        await sshd.StartAsync();
        return sshd;
    }

    /// <summary>A configuration of the test, for this host: in the site's directory, with the key in <c>DEPLOY_KEY</c>.</summary>
    public string Config(string config) => config.Replace("hosts: [\"local:\"]",
        $"hosts: [\"{Address}{_site.Live}\"]\n    ssh: {{ key: env:DEPLOY_KEY, known-hosts: file:known_hosts }}", StringComparison.Ordinal);

    /// <summary>Configures the site for this host, and gives its commands the key.</summary>
    public void Configure(Func<Site, string> config)
    {
        _site.Configure(site => Config(config(site)));
        File.WriteAllText(_site["known_hosts"], $"{KnownHost}\n");
        Directory.CreateDirectory(_site["t"]);
        _site.Variables = [("DEPLOY_KEY", Key), ("TMPDIR", _site["t"])];
    }

    public async Task NewHostKeyAsync()
    {
        File.Delete(_site["sshd/host"]);
        await KeyAsync(_site["sshd/host"]);
    }

    public async Task StartAsync()
    {
        _server = Command.Start(["/usr/sbin/sshd", "-D", "-e", "-f", _site["sshd/config"]]);
        await Eventually.TrueAsync(() => Web.Answers(_port), "sshd listens");
    }

    /// <summary>Cuts every connection, as a network does.</summary>
    public void Cut()
    {
        foreach (var id in LiveProcesses.ChildrenOf(_server!.Id))
        {
            LiveProcesses.Kill(id);
        }
    }

    /// <summary>Kills the engines; their ids.</summary>
    public IReadOnlyList<int> KillEngines()
    {
        var engines = LiveProcesses.With($"{Programs}/");
        foreach (var id in engines)
        {
            LiveProcesses.Kill(id);
        }

        return engines;
    }

    /// <summary>Ends, and cuts every connection.</summary>
    public void Stop()
    {
        var sessions = LiveProcesses.ChildrenOf(_server!.Id);
        _server.Kill();
        _server.Dispose();
        _server = null;
        foreach (var id in sessions)
        {
            LiveProcesses.Kill(id);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            Stop();
        }

        return ValueTask.CompletedTask;
    }

    private static async Task KeyAsync(string path) =>
        (await Command.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", path)).Ends(0);
}
