namespace Pipelines.Adapters.Hosts.Local;

/// <summary>What an earlier tool left, as a release to go back to.</summary>
/// <param name="Release">Its id, which the controller gave it.</param>
/// <param name="Past">What it consists of.</param>
internal sealed record AdoptedRelease(string Release, HostPast Past);
