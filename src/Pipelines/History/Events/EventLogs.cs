using System.Collections.Concurrent;
using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.History.Events;

/// <summary>The event logs of an app's environments, one shared log for each in a process: what one caller has read, no other reads
/// again.</summary>
public sealed class EventLogs(IStores stores, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(IStore Store, string App, string Environment), EventLog> _logs = new();

    /// <summary>The log of the step's environment.</summary>
    /// <exception cref="PipelineException">There is no such environment, or the store cannot be used.</exception>
    public EventLog Of(StepContext step) => Of(step, step.Environment);

    /// <param name="step">The inputs and the configuration file.</param>
    /// <param name="environment">Its name; it does not have to be in the configuration file.</param>
    /// <exception cref="PipelineException">The store cannot be used.</exception>
    public EventLog Of(StepContext step, string environment) =>
        _logs.GetOrAdd((stores.State(step), step.App, environment), place =>
            new EventLog(place.Store, place.App, place.Environment, clock, step.Reporter.Redact));
}
