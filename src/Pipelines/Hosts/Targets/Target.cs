namespace Pipelines.Hosts.Targets;

/// <summary>A host and how the app is deployed to it.</summary>
public sealed record Target(IHost Host, HostSpec Spec)
{
    /// <summary>Absolute directory of the app on this host.</summary>
    public string Root { get; init; } = Spec.Root;
}
