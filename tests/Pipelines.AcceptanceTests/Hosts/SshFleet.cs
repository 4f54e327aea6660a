using Pipelines.AcceptanceTests.Setup;

namespace Pipelines.AcceptanceTests.Hosts;

/// <summary>Several machines behind sshds of their own, which one key opens. Each has a site's directory to itself.</summary>
internal sealed class SshFleet : IAsyncDisposable
{
    private readonly List<(Site Site, Sshd Sshd)> _hosts = [];

    private SshFleet()
    {
    }

    public int Count => _hosts.Count;

    /// <summary>The private key that every host lets in.</summary>
    public string Key => _hosts[0].Sshd.Key;

    /// <summary>A known_hosts file.</summary>
    public string KnownHosts => string.Concat(_hosts.Select(host => $"{host.Sshd.KnownHost}\n"));

    /// <summary>The addresses as a list of the configuration file.</summary>
    public string Addresses => $"[{string.Join(", ", Enumerable.Range(0, Count).Select(number => $"\"{Address(number)}\""))}]";

    public static async Task<SshFleet> StartAsync(int hosts)
    {
        var fleet = new SshFleet();
        for (var number = 0; number < hosts; number++)
        {
            var site = new Site(_ => "");
            fleet._hosts.Add((site, await Hosts.Sshd.StartAsync(site)));
            await File.WriteAllTextAsync(
                site["sshd/authorized_keys"], await File.ReadAllTextAsync(fleet._hosts[0].Site["sshd/authorized_keys"]));
        }

        return fleet;
    }

    public string Address(int number) => $"{_hosts[number].Sshd.Address}{Root(number)}";

    /// <summary>The app's directory on a host.</summary>
    public string Root(int number) => _hosts[number].Site.Live;

    public Sshd Sshd(int number) => _hosts[number].Sshd;

    /// <summary>A file of the live release on each host; null where none is live.</summary>
    public IReadOnlyList<string?> Live(string file) =>
    [
        .. Enumerable.Range(0, Count).Select(number => Path.Combine(Root(number), "current", file))
            .Select(path => File.Exists(path) ? File.ReadAllText(path).Trim() : null),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var (site, sshd) in _hosts)
        {
            await sshd.DisposeAsync();
            site.Dispose();
        }
    }
}
