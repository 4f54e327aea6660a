using Pipelines.Configuration;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Notifications;
using Pipelines.Processes;
using Pipelines.Releases;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Deployments;

/// <summary>Makes the edges that configuration names: stores, hosts, channels, secrets.</summary>
public interface IConnections
{
    IHolderProbe Holders { get; }

    INativeFiles Files { get; }

    IProcessRunner Processes { get; }

    /// <param name="location">Such as <c>file:PATH</c>.</param>
    /// <param name="directory">Where relative paths start.</param>
    /// <exception cref="Errors.PipelineException">No store of that kind, or it cannot be used.</exception>
    IStore Store(string location, string directory);

    /// <summary>The store of the event log, leases and the queue.</summary>
    /// <param name="location">As <c>state</c> of the configuration file.</param>
    /// <param name="directory">Where relative paths start.</param>
    /// <param name="secrets">Gives the address that is kept elsewhere.</param>
    /// <exception cref="Errors.PipelineException">No store of that kind, or it cannot be used.</exception>
    IStore State(string location, string directory, ISecretSource secrets);

    IHostFactory Hosts(IStore store, string app);

    /// <exception cref="Errors.PipelineException">Its address is no address.</exception>
    INotifier Notifier(NotifierSpec spec, ISecretSource secrets);

    /// <param name="directory">Where relative paths of secret files start.</param>
    /// <param name="reporter">Masks what is handed out.</param>
    ISecretSource Secrets(string directory, IReporter reporter);
}
