namespace Hello;

/// <summary>What a release reports about itself, read from its appsettings.json.</summary>
/// <param name="Version">The version shown in the greeting and the health report.</param>
/// <param name="Healthy">False for a release that starts and responds, but does not work.</param>
public sealed record Greeting(string Version, bool Healthy = true);
