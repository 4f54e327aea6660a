namespace Pipelines.Hosts;

/// <summary>How the new release takes over on a host.</summary>
public enum Strategy
{
    /// <summary>One slot: stop the old, switch, start the new. Short downtime.</summary>
    Restart,

    /// <summary>Two slots: the new one is started and proven beside the old, then traffic moves. No downtime.</summary>
    BlueGreen,
}
