using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.History.Events;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Gates.Requirements;

/// <summary>Where the gate looks things up that file and clock do not tell. Nothing is opened before a requirement needs it.</summary>
public interface IGateConnections
{
    /// <param name="location">Such as <c>file:PATH</c>.</param>
    /// <param name="directory">Where relative paths start.</param>
    /// <exception cref="PipelineException">No store of that kind, or it cannot be used.</exception>
    IStore Store(string location, string directory);

    /// <summary>The store of the event log, leases and the queue, as the configuration file names it.</summary>
    /// <param name="step">The inputs and the file.</param>
    /// <exception cref="PipelineException">No store of that kind, or it cannot be used.</exception>
    IStore State(StepContext step);

    /// <summary>The event log of an environment, the same one for all who ask.</summary>
    /// <param name="step">The inputs and the file.</param>
    /// <param name="stage">The environment; it need not stand in the file.</param>
    /// <exception cref="PipelineException">No store of that kind, or it cannot be used.</exception>
    EventLog Log(StepContext step, string stage);

    /// <param name="token">For its API; null for the job's own, where there is one.</param>
    /// <exception cref="PipelineException">This is no run of a platform, or there is no token.</exception>
    IPlatform Platform(Secret? token);

    /// <param name="token">Likewise.</param>
    /// <exception cref="PipelineException">Likewise.</exception>
    IRoles Roles(Secret? token);
}
