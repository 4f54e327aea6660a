namespace Pipelines.Adapters.Hosts.Wire;

/// <summary>How a text from a host is shown.</summary>
internal enum WireTone
{
    Info,
    Debug,
    Warning,
    Error,
}
