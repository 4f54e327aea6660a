namespace Pipelines.Steps;

/// <summary>Something that a step checked or did, as shown in a test report.</summary>
/// <param name="Group">The place, such as a host.</param>
/// <param name="Name">What was checked.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
/// <param name="Skipped">True if it was not run.</param>
public sealed record CheckResult(string Group, string Name, TimeSpan Took, string? Failure = null, bool Skipped = false);
