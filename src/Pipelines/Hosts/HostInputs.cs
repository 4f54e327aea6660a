using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Hosts;

/// <summary>Inputs of the steps that reach hosts. What they give takes precedence over the section <c>ssh</c> of the configuration
/// file.</summary>
public static class HostInputs
{
    /// <summary>For what a platform throws away with its step or job.</summary>
    public static Input<bool> AllowEphemeral { get; } = Input.Flag("allow-ephemeral",
        "Accept local: in a container or on a runner that is discarded when the step or job ends, such as to try things out. It is "
            + "refused otherwise: what is deployed there is gone with it.");

    /// <summary>The text of a private key.</summary>
    public static Input<Secret> SshKey { get; } = Input.Secret("ssh-key",
        "The private key for hosts that begin with ssh://, without a passphrase. It is kept in memory only. Default: ssh.key in the "
            + "configuration file.");

    /// <summary>The text of a known_hosts file.</summary>
    public static Input<string> KnownHosts { get; } = Input.Text("known-hosts",
        "The keys of those hosts, as ssh-keyscan prints them. No other is accepted. Default: ssh.known-hosts in the configuration file.")
        with { IsProse = true };

    /// <summary>The text of an ssh configuration file.</summary>
    public static Input<string> SshConfig { get; } = Input.Text("ssh-config",
        "The text of an ssh configuration, such as for a jump host. Default: ssh.config in the configuration file.") with
    { IsProse = true };

    /// <summary>How to connect.</summary>
    public static IReadOnlyList<Input> Ssh { get; } = [SshKey, KnownHosts, SshConfig];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Input> All { get; } = [.. Ssh, AllowEphemeral];
}
