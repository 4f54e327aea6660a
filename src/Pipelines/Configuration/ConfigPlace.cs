using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>Where a configuration file is to be read.</summary>
/// <param name="Path">As the user gave it.</param>
/// <param name="Ref">The branch, or <c>tags/</c> and the tag, of the project on the platform; null for the file of this machine.</param>
/// <param name="Token">For the platform; null when none was given.</param>
public sealed record ConfigPlace(string Path, string? Ref = null, Secret? Token = null);
