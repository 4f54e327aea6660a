using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Storage;

/// <summary>Opens the stores that a step's inputs and the configuration file name. Each location is opened once in a process.</summary>
public interface IStores
{
    /// <summary>The store of the releases.</summary>
    /// <exception cref="PipelineException">There is no store of that kind, or it cannot be used.</exception>
    IStore Releases(StepContext step);

    /// <summary>The store of the event log, the leases and the queue: the same one, unless the file names another.</summary>
    /// <exception cref="PipelineException">There is no store of that kind, or it cannot be used.</exception>
    IStore State(StepContext step);
}
