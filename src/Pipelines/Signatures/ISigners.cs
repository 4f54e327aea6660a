using Pipelines.Errors;
using Pipelines.Signing;
using Pipelines.Steps;

namespace Pipelines.Signatures;

/// <summary>Makes what signs, as configured.</summary>
public interface ISigners
{
    /// <param name="spec">A key, or a command that has one.</param>
    /// <param name="step">Resolves its secrets; relative paths start at its configuration file.</param>
    /// <exception cref="PipelineException">The key cannot be used.</exception>
    ISigner Of(SignerSpec spec, StepContext step);
}
