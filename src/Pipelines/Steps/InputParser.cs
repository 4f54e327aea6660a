namespace Pipelines.Steps;

/// <summary>Parses the text of an input; the text is not empty.</summary>
public delegate bool InputParser<T>(string text, out T? value);
