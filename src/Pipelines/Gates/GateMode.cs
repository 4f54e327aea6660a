namespace Pipelines.Gates;

/// <summary>What a step does when the gate is closed.</summary>
public enum GateMode
{
    /// <summary>Says so in its outputs and passes.</summary>
    Report,

    /// <summary>Ends with exit status 3.</summary>
    Enforce,

    /// <summary>Waits for the gate to open, up to a limit; then as enforce.</summary>
    Wait,

    /// <summary>Leaves the deployment in the queue, which makes it once the gate is open; passes.</summary>
    Queue,
}
