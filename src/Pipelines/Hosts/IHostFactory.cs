namespace Pipelines.Hosts;

/// <summary>Makes the hosts of an environment from their addresses.</summary>
public interface IHostFactory
{
    /// <param name="address">As in the configuration file, such as <c>local:</c> or <c>ssh://web-1</c>.</param>
    /// <param name="spec">How the app is deployed there.</param>
    IHost Create(HostAddress address, HostSpec spec);
}
