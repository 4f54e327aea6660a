namespace Pipelines.Steps;

/// <summary>Something that a step checked or did, as a report of tests shows it.</summary>
/// <param name="Group">Where, such as a host.</param>
/// <param name="Name">What.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
/// <param name="Skipped">True when it was not done.</param>
public sealed record CheckResult(string Group, string Name, TimeSpan Took, string? Failure = null, bool Skipped = false);
