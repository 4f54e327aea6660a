namespace Pipelines.Hosts;

/// <summary>What a deployment does on one host, phase by phase. Printed it is the dry run, carried out it is the deployment.</summary>
/// <param name="Slot">The slot that the release goes to.</param>
/// <param name="Prepare">Until the release lies ready. What runs is untouched.</param>
/// <param name="Activate">Until the release is served.</param>
/// <param name="Prove">Until the release has shown that it works.</param>
/// <param name="Commit">Until nothing of the former release is left to go back to.</param>
public sealed record HostPlan(
    string Slot,
    IReadOnlyList<HostAction> Prepare,
    IReadOnlyList<HostAction> Activate,
    IReadOnlyList<HostAction> Prove,
    IReadOnlyList<HostAction> Commit)
{
    /// <summary>Every act, in order.</summary>
    public IEnumerable<HostAction> Acts => [.. Prepare, .. Activate, .. Prove, .. Commit];
}
