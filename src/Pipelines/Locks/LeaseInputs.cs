using Pipelines.Steps;

namespace Pipelines.Locks;

/// <summary>Inputs of the steps that take a lease.</summary>
public static class LeaseInputs
{
    public static Input<TimeSpan?> TimeToLive { get; } =
        Input.Duration("lease", "How long the lease remains valid after its process dies on another machine.").Or(TimeSpan.FromSeconds(30),
            "30s");
}
