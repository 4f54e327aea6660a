namespace Pipelines.Cli.Generation;

/// <summary>A file generated from the step definitions.</summary>
/// <param name="Path">Relative to the root of the repository.</param>
/// <param name="Content">Its whole text.</param>
internal sealed record GeneratedFile(string Path, string Content);
