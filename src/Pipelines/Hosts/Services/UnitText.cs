using System.Globalization;
using System.Text;
using Pipelines.Configuration;

namespace Pipelines.Hosts.Services;

/// <summary>The text of the units that are generated for an app.</summary>
/// <param name="unit">What it is generated from.</param>
/// <param name="title">What it is, in a line.</param>
/// <param name="link">The link to the release in the slot; files of the slot begin with its name.</param>
public sealed class UnitText(UnitSpec unit, string title, string link)
{
    /// <summary>What the placeholders of a slot are once it runs: variables of its environment file.</summary>
    private static readonly (string Name, string Variable)[] s_ofTheSlot =
    [
        ("release", "PIPELINES_RELEASE"), ("deployment", "PIPELINES_DEPLOYMENT_ID"), ("slot", "PIPELINES_SLOT"),
        ("commit", "PIPELINES_COMMIT"), ("port", "PIPELINES_PORT"),
    ];

    /// <summary>The user it runs as when none is configured; null for one that systemd makes up.</summary>
    public string? User { get; init; }

    /// <summary>What it may write to; null for nothing but its own temporary files.</summary>
    public string? Writable { get; init; }

    /// <summary>Its smallest port; null for none.</summary>
    public int? Port { get; init; }

    /// <summary>The service.</summary>
    /// <param name="placeholders">Those that are known before any deployment.</param>
    /// <param name="socket">The socket that listens for it; null for none.</param>
    public string Service(Placeholders placeholders, string? socket)
    {
        var text = new StringBuilder();
        Line("# Written by pipelines host setup, and written anew when the configuration has changed.");
        Line("[Unit]");
        Line($"Description={Plain(title)}");
        Line("Wants=network-online.target");
        Line($"After=network-online.target{(socket is null ? "" : $" {socket}")}");
        Line(socket is null ? "StartLimitIntervalSec=1min\nStartLimitBurst=5" : $"Requires={socket}\nStartLimitIntervalSec=0");
        Line("\n[Service]\nType=exec");
        Line($"WorkingDirectory={Plain(link)}");
        Line($"EnvironmentFile={Plain(link)}.env");
        Line($"ExecStart={string.Join(' ', unit.Start.Select((word, i) => Word(word, i == 0, placeholders)))}");
        Line("Restart=on-failure\nRestartSec=1\nKillMode=mixed");
        Line(string.Create(CultureInfo.InvariantCulture, $"TimeoutStopSec={unit.StopWithin.TotalSeconds}"));
        foreach (var name in unit.Credentials)
        {
            Line($"LoadCredential={name}:{Plain(link)}.credentials/{name}");
        }

        Line((unit.User ?? User) is { } user ? $"User={user}" : "DynamicUser=yes");
        Line("""
            NoNewPrivileges=yes
            ProtectSystem=strict
            PrivateTmp=yes
            PrivateDevices=yes
            ProtectKernelTunables=yes
            ProtectKernelModules=yes
            ProtectKernelLogs=yes
            ProtectControlGroups=yes
            ProtectClock=yes
            ProtectHostname=yes
            RestrictSUIDSGID=yes
            RestrictRealtime=yes
            RestrictNamespaces=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
            LockPersonality=yes
            SystemCallArchitectures=native
            """);
        Line($"ProtectHome={(IsAtHome ? "read-only" : "yes")}");
        Line(Port is < 1024 && socket is null
            ? "CapabilityBoundingSet=CAP_NET_BIND_SERVICE\nAmbientCapabilities=CAP_NET_BIND_SERVICE" : "CapabilityBoundingSet=");
        Line(Writable is { } path ? $"ReadWritePaths=-{Plain(path)}\n" : "");
        Line("[Install]\nWantedBy=multi-user.target");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    /// <summary>The socket that listens for it; null where none does.</summary>
    /// <param name="placeholders">Those that are known before any deployment, and the port.</param>
    public string? SocketUnit(Placeholders placeholders) => unit.Listen is not { } listen ? null : string.Join('\n', [
        "# Written by pipelines host setup, and written anew when the configuration has changed.",
        "[Unit]",
        $"Description={Plain(title)}",
        "",
        "[Socket]",
        $"ListenStream={Plain(placeholders.Expand(listen))}",
        "Backlog=4096",
        "TriggerLimitIntervalSec=0",
        "",
        "[Install]",
        "WantedBy=sockets.target",
        "",
    ]);

    private bool IsAtHome =>
        link.StartsWith("/home/", StringComparison.Ordinal) || link.StartsWith("/root/", StringComparison.Ordinal);

    /// <summary>A word of a command line of systemd, in which nothing means anything but the variables of the slot.</summary>
    private string Word(string word, bool isProgram, Placeholders placeholders)
    {
        var literal = Plain(word).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("$", "$$", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        var known = s_ofTheSlot.Aggregate(placeholders, (all, one) => all.With(one.Name, $"${{{one.Variable}}}"));
        var expanded = known.Expand(literal);
        return !isProgram ? $"\"{expanded}\""
            : expanded.Contains('/', StringComparison.Ordinal) && expanded[0] != '/' ? $"{Plain(link)}/{expanded}" : expanded;
    }

    /// <summary>A text without specifiers of systemd, apart from the instance of a link.</summary>
    private static string Plain(string text) => text.EndsWith("/%i", StringComparison.Ordinal)
        ? $"{Plain(text[..^3])}/%i" : text.Replace("%", "%%", StringComparison.Ordinal);
}
