namespace Pipelines.Hosts.Services;

/// <summary>What a deployment asks of systemd as root, or through sudo: just these, so that a user may be allowed just these.</summary>
/// <param name="unit">The unit.</param>
/// <param name="generated">What it is generated from; null for a unit of somebody else's, which we only start and stop.</param>
public sealed class SystemdCommands(string unit, UnitSpec? generated)
{
    private const string Service = ".service";

    private readonly string[] _units = generated?.Listen is null ? [unit] : [SocketOf(unit), unit];

    /// <summary>Lets systemd read the units again.</summary>
    public static IReadOnlyList<string> Reload { get; } = ["systemctl", "daemon-reload"];

    /// <summary>Lets it be started when the machine starts; null where that is not ours.</summary>
    public IReadOnlyList<string>? Enable => generated is null ? null : ["systemctl", "enable", "--quiet", "--", .. _units];

    public IReadOnlyList<string> Start => ["systemctl", "start", "--", .. _units];

    /// <summary>Starts it again; who connects meanwhile waits, if something listens for it.</summary>
    public IReadOnlyList<string> Restart => ["systemctl", "restart", "--", unit];

    /// <summary>Stops it, and where that is ours does not let it be started when the machine starts.</summary>
    public IReadOnlyList<string> Stop => generated is null ? ["systemctl", "stop", "--", unit]
        : ["systemctl", "disable", "--quiet", "--now", "--", .. _units];

    /// <summary>Forgets earlier failures, such as too many starts.</summary>
    public IReadOnlyList<string> Forget => ["systemctl", "reset-failed", "--", .. _units];

    /// <summary>All of them.</summary>
    public IEnumerable<IReadOnlyList<string>> All =>
    [
        Start, Stop, Forget, Reload, .. Enable is { } enable ? [enable] : Array.Empty<IReadOnlyList<string>>(),
        .. generated?.Listen is null ? Array.Empty<IReadOnlyList<string>>() : [Restart],
    ];

    /// <summary>The socket that belongs to a service.</summary>
    public static string SocketOf(string unit) => $"{unit[..^Service.Length]}.socket";
}
