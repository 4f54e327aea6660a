using Pipelines.Configuration;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Tests.Configuration;

/// <summary>For files without secrets.</summary>
internal sealed class NoSecrets : ISecretSource
{
    public Secret Resolve(SecretReference reference) => throw new InvalidOperationException($"Nobody expected {reference}.");
}
