using Pipelines.Configuration;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>Resolves secrets, and remembers which were needed.</summary>
internal sealed class RecordedSecrets(ISecretSource source) : ISecretSource
{
    private readonly Dictionary<string, Secret> _resolved = [];

    /// <summary>Everything that was resolved, by reference.</summary>
    public IReadOnlyDictionary<string, Secret> Resolved => _resolved;

    public Secret Resolve(SecretReference reference) => _resolved[$"{reference}"] = source.Resolve(reference);
}
