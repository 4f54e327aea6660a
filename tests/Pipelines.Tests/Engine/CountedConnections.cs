using Pipelines.Configuration;
using Pipelines.Engine;
using Pipelines.Forges;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Notifications;
using Pipelines.Processes;
using Pipelines.Releases.Files;
using Pipelines.Reporting;
using Pipelines.Signatures;
using Pipelines.Signing;
using Pipelines.Steps;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;

namespace Pipelines.Tests.Engine;

/// <summary>Real edges whose one store counts what it is asked for.</summary>
internal sealed class CountedConnections(IConnections inner, IStore store, TimeProvider clock) : IConnections
{
    private readonly EventLogs _logs = new(clock);

    public CountingStore Counted { get; } = new(store);

    public IHolderProbe Holders => inner.Holders;

    public INativeFiles Files => inner.Files;

    public IProcessRunner Processes => inner.Processes;

    public IStore Store(string location, string directory) => Counted;

    public IStore State(StepContext step) => Counted;

    public EventLog Log(StepContext step, string stage) => _logs.Of(Counted, step.Config.Top.Require(CoreKeys.App), stage);

    public IPlatform Platform(Secret? token) => inner.Platform(token);

    public IRoles Roles(Secret? token) => inner.Roles(token);

    public IDeploymentPages? Pages(Secret? token) => inner.Pages(token);

    public ISigner Signer(SignerSpec spec, ConfigFile config, ISecretSource secrets) => inner.Signer(spec, config, secrets);

    public IHostFactory Hosts(IStore store, string app) => inner.Hosts(store, app);

    public INotifier Notifier(NotifierSpec spec, ISecretSource secrets, Secret? token) => inner.Notifier(spec, secrets, token);

    public ISecretSource Secrets(string directory, IReporter reporter) => inner.Secrets(directory, reporter);
}
