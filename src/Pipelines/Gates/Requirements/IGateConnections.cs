using Pipelines.Errors;
using Pipelines.Forges;
using Pipelines.History.Events;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Gates.Requirements;

/// <summary>
/// Where the gate gets information that is not in the configuration file or the clock. Nothing is opened before a requirement needs it.
/// </summary>
public interface IGateConnections
{
    /// <param name="location">For example <c>file:PATH</c>.</param>
    /// <param name="directory">Where relative paths start.</param>
    /// <exception cref="PipelineException">There is no store of that kind, or it cannot be used.</exception>
    IStore Store(string location, string directory);

    /// <summary>The store of the event log, leases and the queue, as configured.</summary>
    /// <param name="step">The inputs and the configuration file.</param>
    /// <exception cref="PipelineException">There is no store of that kind, or it cannot be used.</exception>
    IStore State(StepContext step);

    /// <summary>The event log of an environment, shared by all callers.</summary>
    /// <param name="step">The inputs and the configuration file.</param>
    /// <param name="stage">The environment; it does not have to be in the configuration file.</param>
    /// <exception cref="PipelineException">There is no store of that kind, or it cannot be used.</exception>
    EventLog Log(StepContext step, string stage);

    /// <param name="token">For its API; null for the job's own, if there is one.</param>
    /// <exception cref="PipelineException">This is not a run on a platform, or there is no token.</exception>
    IPlatform Platform(Secret? token);

    /// <param name="token">As above.</param>
    /// <exception cref="PipelineException">As above.</exception>
    IRoles Roles(Secret? token);
}
