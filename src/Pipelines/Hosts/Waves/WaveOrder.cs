namespace Pipelines.Hosts.Waves;

/// <summary>In which order hosts take their turn.</summary>
public enum WaveOrder
{
    /// <summary>As the configuration file lists them.</summary>
    Listed,

    /// <summary>The last one first.</summary>
    Reversed,

    /// <summary>In another order for each deployment, so that not always the same host goes first.</summary>
    Shuffled,
}
