namespace Pipelines.Reporting;

/// <summary>A link to a page.</summary>
/// <param name="Label">Its text.</param>
/// <param name="Url">Its URL, http or https.</param>
public sealed record Link(string Label, string Url);
