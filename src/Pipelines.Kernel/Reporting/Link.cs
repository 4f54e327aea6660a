namespace Pipelines.Reporting;

/// <summary>A page to go on to.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Url">Its address, http or https.</param>
public sealed record Link(string Label, string Url);
