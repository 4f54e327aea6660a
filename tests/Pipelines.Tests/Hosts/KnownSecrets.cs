using Pipelines.Configuration;
using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Tests.Hosts;

/// <summary>Every secret has the same value.</summary>
internal sealed class KnownSecrets : ISecretSource
{
    public Secret Resolve(SecretReference reference) => new("s3cret");
}
