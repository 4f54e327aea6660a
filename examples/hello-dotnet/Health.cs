namespace Hello;

/// <summary>The body of <c>/health</c>.</summary>
/// <param name="Status">"ok" or "broken".</param>
/// <param name="Release">The release id that the deployment passed; null when started by hand.</param>
/// <param name="Version">The version of the service.</param>
public sealed record Health(string Status, string? Release, string Version);
