using System.Globalization;

namespace Pipelines.Hosts.Facts;

/// <summary>What a machine says of itself, as far as a deployment depends on it. What it does not say is null.</summary>
/// <param name="Values">By name; nothing in it is trusted.</param>
public sealed record HostFacts(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Whom we are there.</summary>
    public string? User => Values.GetValueOrDefault("user");

    /// <summary>The operating system, as <c>uname -s</c> names it.</summary>
    public string? System => Values.GetValueOrDefault("system");

    /// <summary>The processor, as <c>uname -m</c> names it.</summary>
    public string? Machine => Values.GetValueOrDefault("machine");

    /// <summary>The version of glibc, such as <c>glibc 2.36</c>.</summary>
    public string? LibC => Values.GetValueOrDefault("libc");

    /// <summary>The user's home directory.</summary>
    public string? Home => Values.GetValueOrDefault("home");

    /// <summary>Whether programs can be kept and started there.</summary>
    public bool CanKeepPrograms => Is("home-writable") && !Is("home-noexec");

    /// <summary>Bytes that are free in the home directory.</summary>
    public long? HomeFree => Kibibytes("home-free");

    /// <summary>Whether the app's root is there, or can be made.</summary>
    public bool HasRoot => Is("root-writable");

    /// <summary>Bytes that are free below the app's root.</summary>
    public long? RootFree => Kibibytes("root-free");

    /// <summary>Whether systemd runs there.</summary>
    public bool HasSystemd => Is("systemd");

    /// <summary>Whether the user may run systemctl through sudo.</summary>
    public bool MayAskSystemd => Is("sudo-systemctl");

    /// <summary>Whether logind kills what a user has started when the connection ends.</summary>
    public bool KillsProcesses => Is("kills-processes");

    /// <summary>Reads lines <c>name=value</c>; anything else is passed over.</summary>
    public static HostFacts Parse(string text)
    {
        var values = new Dictionary<string, string>();
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && line[(at + 1)..].Trim() is { Length: > 0 } value)
            {
                values[line[..at]] = value;
            }
        }

        return new HostFacts(values);
    }

    private bool Is(string name) => Values.GetValueOrDefault(name) == "yes";

    private long? Kibibytes(string name) =>
        long.TryParse(Values.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue / 1024 ? number * 1024 : null;
}
