namespace Pipelines.Hosts.Targets;

/// <summary>A host and how the app is deployed to it.</summary>
public sealed record Target(IHost Host, HostSpec Spec);
