using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>Gives secrets for references, masked with the host before they are handed out.</summary>
public interface ISecretSource
{
    /// <exception cref="Errors.PipelineException">The variable is not set, or the file cannot be read; it names the reference.</exception>
    Secret Resolve(SecretReference reference);
}
