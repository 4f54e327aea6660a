using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>Resolves secrets, and remembers which were needed.</summary>
public sealed class RecordedSecrets(ISecretSource source) : ISecretSource
{
    private readonly Dictionary<string, Secret> _resolved = [];

    /// <summary>Everything that was resolved, by reference.</summary>
    public IReadOnlyDictionary<string, Secret> Resolved => _resolved;

    public Secret Resolve(SecretReference reference) => _resolved[$"{reference}"] = source.Resolve(reference);
}
