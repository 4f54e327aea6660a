namespace Pipelines.Releases.Saving;

/// <summary>A part of the work and what it took.</summary>
public sealed record PackagePhase(string Name, TimeSpan Duration);
