namespace Pipelines.Hosts.Services;

/// <summary>What a deployment asks of systemd as root, or through sudo: just these, so that a user may be allowed just these.</summary>
public static class SystemdCommands
{
    /// <summary>Lets systemd read the units again.</summary>
    public static IReadOnlyList<string> Reload { get; } = ["systemctl", "daemon-reload"];

    public static IReadOnlyList<string> Start(string unit) => ["systemctl", "start", "--", unit];

    public static IReadOnlyList<string> Stop(string unit) => ["systemctl", "stop", "--", unit];

    /// <summary>Forgets earlier failures, such as too many starts.</summary>
    public static IReadOnlyList<string> Forget(string unit) => ["systemctl", "reset-failed", "--", unit];

    /// <summary>All of them.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(string unit) => [Start(unit), Stop(unit), Forget(unit), Reload];
}
