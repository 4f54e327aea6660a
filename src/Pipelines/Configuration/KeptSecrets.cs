using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>Secrets that were resolved before, by reference, such as <c>env:TOKEN</c>.</summary>
public sealed class KeptSecrets(IReadOnlyDictionary<string, Secret> secrets) : ISecretSource
{
    public Secret Resolve(SecretReference reference) => secrets.TryGetValue($"{reference}", out var secret)
        ? secret : throw PipelineException.BadInput($"{reference}", "it was not kept.");
}
