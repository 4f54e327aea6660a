namespace Pipelines.Configuration.Schema;

/// <summary>Parses the text of a scalar.</summary>
/// <param name="text">The text, never empty.</param>
/// <param name="value">The value, if it is valid.</param>
/// <param name="error">The problem, as a sentence; null to report only what was expected.</param>
public delegate bool ScalarParser<T>(string text, out T value, out string? error);
