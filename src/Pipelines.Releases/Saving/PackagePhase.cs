namespace Pipelines.Releases.Saving;

/// <summary>A phase of the work and its duration.</summary>
public sealed record PackagePhase(string Name, TimeSpan Duration);
