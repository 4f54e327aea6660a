using Pipelines.Model;
using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>Resolves references to secrets, and masks the values before returning them.</summary>
public interface ISecretSource
{
    /// <exception cref="Errors.PipelineException">The variable is not set, or the file cannot be read; the message names the
    /// reference.</exception>
    Secret Resolve(SecretReference reference);
}
