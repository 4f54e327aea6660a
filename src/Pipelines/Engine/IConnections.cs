using Pipelines.Configuration;
using Pipelines.Forges;
using Pipelines.Gates.Requirements;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Notifications;
using Pipelines.Processes;
using Pipelines.Releases.Files;
using Pipelines.Reporting;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Stores;

namespace Pipelines.Engine;

/// <summary>Makes the edges that configuration names: stores, hosts, channels, secrets.</summary>
public interface IConnections : IGateConnections
{
    IHolderProbe Holders { get; }

    INativeFiles Files { get; }

    IProcessRunner Processes { get; }

    /// <summary>The platform's page of environments; null when this is no run of one, there is no token, or it shows the job's deployment by itself.</summary>
    /// <exception cref="Errors.PipelineException">The address of the platform is not one that may have the token.</exception>
    IDeploymentPages? Pages(Secret? token);

    /// <param name="spec">What signs.</param>
    /// <param name="config">Where relative paths start.</param>
    /// <param name="secrets">Gives the key.</param>
    /// <exception cref="Errors.PipelineException">The key cannot be used.</exception>
    ISigner Signer(SignerSpec spec, ConfigFile config, ISecretSource secrets);

    IHostFactory Hosts(IStore store, string app);

    /// <param name="spec">The channel.</param>
    /// <param name="secrets">Gives its address.</param>
    /// <param name="token">For a channel of the platform; null for the job's own, where there is one.</param>
    /// <exception cref="Errors.PipelineException">Its address is no address.</exception>
    INotifier Notifier(NotifierSpec spec, ISecretSource secrets, Secret? token);

    /// <param name="directory">Where relative paths of secret files start.</param>
    /// <param name="reporter">Masks what is handed out.</param>
    ISecretSource Secrets(string directory, IReporter reporter);
}
