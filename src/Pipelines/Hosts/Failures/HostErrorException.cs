using Pipelines.Errors;

namespace Pipelines.Hosts.Failures;

/// <summary>A host could not do what it was asked for, and neither the release nor the store is at fault.</summary>
public sealed class HostErrorException(PipelineException reason) : PipelineException(reason.Problems, reason.ExitCode, reason)
{
    /// <summary>Whether it did not answer at all.</summary>
    public bool IsUnreachable { get; } = reason is HostUnreachableException;
}
