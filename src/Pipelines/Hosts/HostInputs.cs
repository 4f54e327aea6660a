using Pipelines.Steps;

namespace Pipelines.Hosts;

/// <summary>Inputs of the steps that reach hosts.</summary>
public static class HostInputs
{
    /// <summary>For what a platform throws away with its step or job.</summary>
    public static Input<bool> AllowEphemeral { get; } = Input.Flag("allow-ephemeral",
        "Accept local: in a container or on a runner that is discarded when the step or job ends, such as to try things out. It is "
            + "refused otherwise: what is deployed there is gone with it.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Input> All { get; } = [AllowEphemeral];
}
