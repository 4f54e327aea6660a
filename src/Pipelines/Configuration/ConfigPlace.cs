using Pipelines.Reporting;

namespace Pipelines.Configuration;

/// <summary>Where to read a configuration file.</summary>
/// <param name="Path">As given by the user.</param>
/// <param name="Ref">The branch, or <c>tags/</c> and the tag, of the project on the platform; null for the file on this machine.</param>
/// <param name="Token">For the platform; null when none was given.</param>
/// <param name="App">Which of the apps of the file; null for the only one.</param>
public sealed record ConfigPlace(string Path, string? Ref = null, Secret? Token = null, string? App = null)
{
    /// <summary>Whether it is for all apps, so that any of them will do.</summary>
    public bool IsForAll { get; init; }
}
