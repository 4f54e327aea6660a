namespace Pipelines.Configuration.Schema;

/// <summary>A parser whose failure needs no more words than what was expected.</summary>
public delegate bool SimpleParser<T>(string text, out T value);
