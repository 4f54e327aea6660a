using Pipelines.Errors;

namespace Pipelines.Hosts.Failures;

/// <summary>A host does not answer: nothing is known of it, and nothing is its fault or the release's.</summary>
public sealed class HostUnreachableException(string message, string? hint, Exception? inner = null)
    : PipelineException(message, hint, inner: inner);
