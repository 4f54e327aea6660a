using Pipelines.Stores;

namespace Pipelines.Hosts;

/// <summary>Makes the hosts of an environment from their addresses.</summary>
public interface IHostFactory
{
    /// <param name="store">The store of the releases.</param>
    /// <param name="app">The app.</param>
    /// <param name="address">As in the configuration file, such as <c>local:</c>.</param>
    /// <param name="spec">How the app is deployed there.</param>
    IHost Create(IStore store, string app, HostAddress address, HostSpec spec);
}
