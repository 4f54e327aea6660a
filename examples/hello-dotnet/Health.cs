namespace Hello;

/// <summary>The body of <c>/health</c>.</summary>
/// <param name="Status">"ok" or "broken".</param>
/// <param name="Release">The release id passed by the deployment; null when started manually.</param>
/// <param name="Version">The version of the service.</param>
public sealed record Health(string Status, string? Release, string Version);
