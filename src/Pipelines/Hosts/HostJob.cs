using System.Text.Json.Serialization;
using Pipelines.Model;
using Pipelines.Releases.Packs;
using Pipelines.Reporting;

namespace Pipelines.Hosts;

/// <summary>On whose behalf a host acts.</summary>
/// <param name="App">The app.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Deployment">Id of the deployment.</param>
/// <param name="Token">Fencing token: the host refuses one lower than the highest it has seen.</param>
/// <param name="Type">Deployment type.</param>
/// <param name="Release">The release that this deployment brings.</param>
/// <param name="Commit">Its commit; null when unknown.</param>
/// <param name="Actor">Who asked for it; null when unknown.</param>
public sealed record HostJob(
    string App, string Environment, string Deployment, long Token, DeploymentType Type, string Release, string? Commit, string? Actor)
{
    /// <summary>The log that the token belongs to: a host of another one refuses it. Null when the job changes nothing.</summary>
    public LogIdentity? Log { get; init; }

    /// <summary>Whether a host of another log is taken over.</summary>
    public bool AdoptsHost { get; init; }

    /// <summary>The last event of the log, which the host keeps from now on; null when the job changes nothing.</summary>
    public LogHead? Head { get; init; }

    /// <summary>The head that the host keeps, if the log goes on from there, or a person has accepted that it does not. A host that keeps
    /// another one refuses the job. Null for none.</summary>
    public LogHead? Continues { get; init; }

    /// <summary>Whether a person has accepted that the log does not go on from <see cref="Continues"/>.</summary>
    public bool AcceptsHistory { get; init; }

    /// <summary>Variables of the app that are secrets, resolved. They travel beside the job, never in its JSON.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, Secret> Secrets { get; init; } = new Dictionary<string, Secret>();

    /// <summary>The release, when this very process has just saved it and need not read it from the store; else null. It stays in this
    /// process.</summary>
    [JsonIgnore]
    public Release? Saved { get; init; }
}
