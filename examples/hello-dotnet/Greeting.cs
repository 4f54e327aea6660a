namespace Hello;

/// <summary>What a release says about itself; read from its appsettings.json.</summary>
/// <param name="Version">The version that the greeting and the health report name.</param>
/// <param name="Healthy">False in a release that starts and serves, but cannot do its work.</param>
public sealed record Greeting(string Version, bool Healthy = true);
