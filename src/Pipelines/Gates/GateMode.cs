namespace Pipelines.Gates;

/// <summary>What a step does if the gate is closed.</summary>
public enum GateMode
{
    /// <summary>Reports it in its outputs and passes.</summary>
    Report,

    /// <summary>Ends with exit status 3.</summary>
    Enforce,

    /// <summary>Waits for the gate to open, up to a limit; then as enforce.</summary>
    Wait,

    /// <summary>Queues the deployment, which runs when the gate opens; passes.</summary>
    Queue,
}
