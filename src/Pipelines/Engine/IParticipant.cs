using Pipelines.Hosts;

namespace Pipelines.Engine;

/// <summary>
/// Something that takes part in a deployment: a host. The engine leads all participants through the same phases and, when one fails,
/// retreats
/// with those that were touched. Every phase may be repeated after an interruption.
/// </summary>
public interface IParticipant
{
    /// <summary>As in the configuration file.</summary>
    string Name { get; }

    /// <summary>What it would do, decided by how it stands; nothing is changed.</summary>
    Task<HostPlan> PlanAsync(CancellationToken cancellation);

    /// <summary>True when it has made this deployment its live one: there is no way back from there.</summary>
    Task<bool> IsCommittedAsync(CancellationToken cancellation);

    /// <summary>True when it serves the release already, and proves it.</summary>
    Task<bool> ServesAsync(CancellationToken cancellation);

    /// <summary>Everything lies ready; what runs is untouched.</summary>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>The release is served.</summary>
    Task ActivateAsync(CancellationToken cancellation);

    /// <summary>The release has shown that it works.</summary>
    Task ProveAsync(CancellationToken cancellation);

    /// <summary>From the first act on nothing goes back; what fails later is only reported.</summary>
    Task CommitAsync(CancellationToken cancellation);

    /// <summary>What was live before is served again, and proven.</summary>
    /// <returns>Why that failed; null when it did not.</returns>
    Task<string?> RetreatAsync(CancellationToken cancellation);
}
