namespace Pipelines.Adapters.Forges;

/// <summary>What stands at a path of a project.</summary>
/// <param name="Kind">file, directory, symlink or submodule.</param>
/// <param name="Encoding">base64; another word when the platform does not tell what is in it. Null when it is no file.</param>
/// <param name="Content">What is in it; null when it is no file.</param>
internal sealed record RepositoryFile(string Kind, string? Encoding, string? Content);
