namespace Pipelines.Steps;

/// <summary>A working command line, for help and the reference.</summary>
/// <param name="Arguments">The text after <c>pipelines</c>.</param>
/// <param name="Purpose">Its purpose, as a sentence.</param>
public sealed record StepExample(string Arguments, string Purpose);
