namespace Pipelines.Operations;

/// <summary>What a program came to on a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Status">Its exit status, -1 if it was killed at its time limit; null if it was not run.</param>
/// <param name="Output">The end of what it wrote.</param>
/// <param name="Failure">Why it was not run; null if it was.</param>
internal sealed record HostAnswer(string Host, int? Status, string Output, string? Failure);
