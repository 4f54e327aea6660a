using Pipelines.Model;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>How to connect to the SSH hosts of an environment.</summary>
/// <param name="Key">The private key; null for those that the user's ssh-agent and ssh configuration offer.</param>
/// <param name="KnownHosts">Host keys as in a known_hosts file, or where that text is; null to accept a host that was never seen.</param>
/// <param name="Config">Path of an ssh configuration file; null for the user's.</param>
internal sealed record SshSpec(SecretReference? Key, string? KnownHosts, string? Config);
