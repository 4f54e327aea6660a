using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>How to connect, with everything that was referred to.</summary>
/// <param name="Key">The private key; null for the user's.</param>
/// <param name="KnownHosts">The text of a known_hosts file; null for the user's.</param>
/// <param name="Config">Absolute path of an ssh configuration file; null for the user's, or for <paramref name="ConfigText"/>.</param>
/// <param name="ConfigText">The text of one; null for <paramref name="Config"/>.</param>
internal sealed record SshSettings(Secret? Key, string? KnownHosts, string? Config, string? ConfigText)
{
    /// <summary>Where the key is given, for messages.</summary>
    public string KeyName { get; init; } = HostInputs.SshKey.Name;

    /// <summary>Where the keys of hosts are given, for messages.</summary>
    public string KnownHostsName { get; init; } = HostInputs.KnownHosts.Name;

    /// <summary>From the inputs of a step, and what they leave open from the configuration file.</summary>
    /// <exception cref="PipelineException">A secret is missing, or a file is not there.</exception>
    public static SshSettings Of(ConfigRecord environment, StepContext step)
    {
        var where = environment.PathOf(SshKeys.Ssh);
        var spec = environment.Get(SshKeys.Ssh) ?? new SshSpec(null, null, null);
        var (key, hosts, text) = (step.Get(HostInputs.SshKey), step.Get(HostInputs.KnownHosts), step.Get(HostInputs.SshConfig));
        var config = text is null && spec.Config is { } path ? step.Config.Resolve(path) : null;
        return config is null || File.Exists(config)
            ? new SshSettings(
                key ?? (spec.Key is null ? null : step.Secrets.Resolve(spec.Key)), hosts ?? KnownHostsOf(spec, step), config, text)
            {
                KeyName = key is null ? $"{where}.key" : HostInputs.SshKey.Name,
                KnownHostsName = hosts is null ? $"{where}.known-hosts" : HostInputs.KnownHosts.Name,
            }
            : throw PipelineException.BadInput($"{where}.config", $"there is no file {config}.");
    }

    private static string? KnownHostsOf(SshSpec spec, StepContext step) => spec.KnownHosts is { } text
        ? SecretReference.TryParse(text, out var reference) ? step.Secrets.Resolve(reference).Reveal() : text
        : null;
}
