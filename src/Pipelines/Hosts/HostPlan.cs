namespace Pipelines.Hosts;

/// <summary>What a deployment does on one host, in four phases.</summary>
/// <param name="Slot">The slot that the release goes to.</param>
/// <param name="Prepare">Until the release lies ready. What runs is untouched.</param>
/// <param name="Activate">Until the release is served.</param>
/// <param name="Commit">Until it is settled.</param>
public sealed record HostPlan(
    string Slot, IReadOnlyList<HostAction> Prepare, IReadOnlyList<HostAction> Activate, IReadOnlyList<HostAction> Commit);
