namespace Pipelines.Configuration.Schema;

/// <summary>Parses the text of a scalar.</summary>
/// <param name="text">The text, never empty.</param>
/// <param name="value">The value when it parses.</param>
/// <param name="error">Why not, as a sentence; null to say only what was expected.</param>
public delegate bool ScalarParser<T>(string text, out T value, out string? error);
