using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Steps;

namespace Pipelines.Adapters.Hosts.Ssh;

/// <summary>How to connect, with everything that was referred to.</summary>
/// <param name="Key">The private key; null for the user's.</param>
/// <param name="KnownHosts">The text of a known_hosts file; null for the user's.</param>
/// <param name="Config">Absolute path of an ssh configuration file; null for the user's.</param>
/// <param name="Where">The section of the configuration file, for messages.</param>
internal sealed record SshSettings(Secret? Key, string? KnownHosts, string? Config, string Where)
{
    /// <exception cref="PipelineException">A secret is missing, or a file is not there.</exception>
    public static SshSettings Of(ConfigRecord environment, StepContext step)
    {
        var where = environment.PathOf(SshKeys.Ssh);
        var spec = environment.Get(SshKeys.Ssh) ?? new SshSpec(null, null, null);
        var config = spec.Config is { } path ? step.Config.Resolve(path) : null;
        return config is null || File.Exists(config)
            ? new SshSettings(spec.Key is null ? null : step.Secrets.Resolve(spec.Key), KnownHostsOf(spec, step), config, where)
            : throw PipelineException.BadInput($"{where}.config", $"there is no file {config}.");
    }

    private static string? KnownHostsOf(SshSpec spec, StepContext step) => spec.KnownHosts is { } text
        ? SecretReference.TryParse(text, out var reference) ? step.Secrets.Resolve(reference).Reveal() : text
        : null;
}
