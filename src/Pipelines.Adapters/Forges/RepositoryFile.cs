namespace Pipelines.Adapters.Forges;

/// <summary>What is at a path of a project.</summary>
/// <param name="Kind">file, directory, symlink or submodule.</param>
/// <param name="Encoding">base64; another value if the platform does not return the content. Null if it is not a file.</param>
/// <param name="Content">The content; null if it is not a file.</param>
internal sealed record RepositoryFile(string Kind, string? Encoding, string? Content);
