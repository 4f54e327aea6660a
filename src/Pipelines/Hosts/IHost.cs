using Pipelines.Hosts.Facts;
using Pipelines.Hosts.Programs;
using Pipelines.Reporting;

namespace Pipelines.Hosts;

/// <summary>A machine, or a place on one, where the app runs. The same engine acts there, in process or behind SSH.</summary>
public interface IHost
{
    /// <summary>As in the configuration file.</summary>
    string Name { get; }

    /// <summary>How it stands. Changes nothing.</summary>
    /// <exception cref="Errors.PipelineException">The host cannot tell.</exception>
    Task<HostState> InspectAsync(CancellationToken cancellation);

    /// <summary>How it stands for a job, by how the app is deployed there: also what an earlier tool left, and whether the service runs.
    /// Changes nothing.</summary>
    /// <exception cref="Errors.PipelineException">The host cannot tell; or the job has a release, and the host could not
    /// take it.</exception>
    Task<HostState> InspectAsync(HostJob job, CancellationToken cancellation);

    /// <summary>What it says of itself. Changes nothing, and needs nothing of ours there.</summary>
    /// <exception cref="Errors.PipelineException">The host cannot tell.</exception>
    Task<HostFacts> ExamineAsync(CancellationToken cancellation);

    /// <summary>How it stands, and from now on nobody with a lower token can change that: what is decided by the answer stays
    /// right.</summary>
    /// <exception cref="Errors.PipelineException">The host cannot tell, the token is stale (exit status 11), or the host belongs to another
    /// log (exit status 2).</exception>
    Task<HostState> EnterAsync(HostJob job, CancellationToken cancellation);

    /// <summary>Carries out one act. Doing it again is harmless.</summary>
    /// <returns>What it came to; a release that does not work is an outcome, not an exception.</returns>
    /// <exception cref="Errors.PipelineException">The host could not do it (disk full, permission, corrupted store), or the token is
    /// stale.</exception>
    Task<HostOutcome> ApplyAsync(HostAction action, HostJob job, IReporter reporter, CancellationToken cancellation);

    /// <summary>Runs a program beside the deployments. What it says is reported line by line, without secrets.</summary>
    /// <param name="program">The program.</param>
    /// <param name="job">On whose behalf; null for a <see cref="HostProgram.Plain"/> one.</param>
    /// <param name="reporter">Told each line.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="Errors.PipelineException">It cannot be started, nothing of ours is live, or the host is out of reach.</exception>
    Task<HostEnding> RunAsync(HostProgram program, HostJob? job, IReporter reporter, CancellationToken cancellation);

    /// <summary>Opens a shell in the live release for the person at our terminal.</summary>
    /// <returns>Its exit status.</returns>
    /// <exception cref="Errors.PipelineException">It cannot be started.</exception>
    Task<int> ShellAsync(CancellationToken cancellation);
}
