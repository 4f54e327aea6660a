namespace Pipelines.Steps;

/// <summary>A command line that works, for help and the reference.</summary>
/// <param name="Arguments">What follows <c>pipelines</c>.</param>
/// <param name="Purpose">What it is for, as a sentence.</param>
public sealed record StepExample(string Arguments, string Purpose);
