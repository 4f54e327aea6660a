using Pipelines.Reporting;

namespace Pipelines.Hosts;

/// <summary>A machine, or a place on one, where the app runs. The same engine acts there, in process or behind SSH.</summary>
public interface IHost
{
    /// <summary>As in the configuration file.</summary>
    string Name { get; }

    Task<HostState> InspectAsync(CancellationToken cancellation);

    /// <summary>Carries out one act. Doing it again is harmless.</summary>
    /// <returns>What it came to; a release that does not work is an outcome, not an exception.</returns>
    /// <exception cref="Errors.PipelineException">The host could not do it (disk full, permission, corrupted store), or the token is stale.</exception>
    Task<HostOutcome> ApplyAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation);
}
