using System.Text;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>The configuration that ssh is started with. The first value of an option counts, so ours come first; those of the user's and of
/// the system's files follow. As a file it holds for jump hosts too.</summary>
internal static class SshConfig
{
    /// <summary>Name of the file with what was given as text.</summary>
    public const string Included = "included";

    private const string Always = """
        BatchMode yes
        ConnectTimeout 15
        ServerAliveInterval 10
        ServerAliveCountMax 3
        RequestTTY no
        RemoteCommand none
        PermitLocalCommand no
        EscapeChar none
        ForwardAgent no
        ForwardX11 no
        ClearAllForwardings yes
        LogLevel INFO
        ControlMaster auto
        ControlPersist 10

        """;

    /// <param name="directory">Where our files are.</param>
    /// <param name="settings">Of the environment.</param>
    /// <param name="agent">Path of the socket of the agent that has the key; null without a key.</param>
    public static string Of(string directory, SshSettings settings, string? agent)
    {
        var text = new StringBuilder(Always).Append($"ControlPath \"{directory}/%C\"\n");
        text.Append(settings.KnownHosts is null
            ? "StrictHostKeyChecking accept-new\n"
            : $"StrictHostKeyChecking yes\nUserKnownHostsFile \"{directory}/known_hosts\"\nGlobalKnownHostsFile /dev/null\n");
        text.Append(agent is null
            ? "" : $"IdentityAgent \"{agent}\"\nIdentitiesOnly no\nIdentityFile none\nPreferredAuthentications publickey\n");
        var further = settings.ConfigText is null ? settings.Config ?? "~/.ssh/config" : $"{directory}/{Included}";
        return text.Append($"Include \"{further}\"\n").Append("Include /etc/ssh/ssh_config\n").ToString();
    }
}
