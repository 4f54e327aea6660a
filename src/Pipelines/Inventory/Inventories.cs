using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Packaging;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Inventory;

/// <summary>Opens the inventory of an app: its store, and all environments that use it.</summary>
public sealed class Inventories(IStores stores, ReleaseRepositories repositories, EventLogs logs)
{
    /// <exception cref="PipelineException">The store cannot be used.</exception>
    internal AppInventory Of(StepContext step) => new(step, stores, repositories, logs);
}
