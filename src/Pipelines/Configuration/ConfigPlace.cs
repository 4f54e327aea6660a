using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>Where to read a configuration file.</summary>
/// <param name="Path">As given by the user.</param>
/// <param name="Ref">The branch, or <c>tags/</c> and the tag, of the project on the platform; null for the file on this machine.</param>
/// <param name="Token">For the platform; null when none was given.</param>
public sealed record ConfigPlace(string Path, string? Ref = null, Secret? Token = null);
