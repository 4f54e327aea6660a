namespace Pipelines.Configuration.Schema;

/// <summary>A parser whose failures need no more explanation than what was expected.</summary>
public delegate bool SimpleParser<T>(string text, out T value);
