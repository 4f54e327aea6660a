using Pipelines.Errors;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Adapters.Stores;

/// <summary>A kind of store, by how its locations are written.</summary>
public interface IStoreKind
{
    /// <summary>How a location is written, for messages.</summary>
    string Expected { get; }

    /// <summary>Whether it can hold releases; false for one that is only for state.</summary>
    bool HoldsReleases => true;

    bool Matches(string location);

    /// <param name="location">One that matches.</param>
    /// <param name="step">Where relative paths start, and secrets.</param>
    /// <exception cref="PipelineException">The location is invalid, or cannot be used.</exception>
    IStore Open(string location, StepContext step);
}
