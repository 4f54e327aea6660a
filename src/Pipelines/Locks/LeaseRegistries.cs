using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Locks;

/// <summary>The leases of an app.</summary>
public sealed class LeaseRegistries(IStores stores, IHolderProbe holders, TimeProvider clock)
{
    /// <summary>The lease of the step's environment.</summary>
    /// <exception cref="PipelineException">There is no such environment, or the store cannot be used.</exception>
    public LeaseRegistry Of(StepContext step) => Of(step, step.Environment);

    /// <summary>The lease of an environment.</summary>
    /// <exception cref="PipelineException">The store cannot be used.</exception>
    public LeaseRegistry Of(StepContext step, string environment) =>
        new(stores.State(step), step.App, environment, holders, clock, step.Reporter);

    /// <summary>The lease that lets only one process at a time remove releases from the store.</summary>
    /// <exception cref="PipelineException">The store cannot be used.</exception>
    public LeaseRegistry OfPruning(StepContext step) => new(stores.State(step), step.App, ".prune", holders, clock,
        step.Reporter) { What = $"prune of {step.App}" };
}
