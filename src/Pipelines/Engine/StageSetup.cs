using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Gates;
using Pipelines.Gates.Overrides;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Locks;
using Pipelines.Notifications;
using Pipelines.Packaging;
using Pipelines.Queue;
using Pipelines.Releases;
using Pipelines.Reporting;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Stores;

namespace Pipelines.Engine;

/// <summary>An environment with everything that the configuration says of it, ready to work with.</summary>
public sealed class StageSetup
{
    private readonly StepContext _step;
    private readonly IConnections _connections;
    private readonly TimeProvider _clock;
    private readonly ConfigRecord _record;
    private readonly ISecretSource _secrets;

    /// <exception cref="Errors.PipelineException">There is no such environment, or the store cannot be used.</exception>
    public StageSetup(StepContext step, IConnections connections, TimeProvider clock)
    {
        (_step, _connections, _clock) = (step, connections, clock);
        Stage = step.Require(CommonInputs.Stage);
        App = step.Config.Top.Require(CoreKeys.App);
        _record = step.Config.Stage(Stage);
        _secrets = connections.Secrets(step.Config.Directory, step.Reporter);
        Store = connections.Store(step.Require(StoreInputs.Store), step.Config.Directory);
        State = connections.State(step);
        Log = LogOf(Stage);
        Leases = new LeaseRegistry(State, App, Stage, connections.Holders, clock);
    }

    public string App { get; }

    public string Stage { get; }

    /// <summary>Where releases are kept.</summary>
    public IStore Store { get; }

    /// <summary>Where the event log and leases are kept.</summary>
    public IStore State { get; }

    public EventLog Log { get; }

    public LeaseRegistry Leases { get; }

    public ReleaseRepository Releases => SigningRepository.Of(_step, _connections, Store, _clock);

    /// <summary>The page of the environment, when the file names one.</summary>
    public IReadOnlyList<Link> Links => _record.Get(CoreKeys.Url) is { } url ? [new Link(Stage, url)] : [];

    /// <summary>The log of any environment of the app.</summary>
    /// <exception cref="Errors.PipelineException">The file has no such environment.</exception>
    public EventLog LogOf(string stage)
    {
        _ = _step.Config.Stage(stage);
        return _connections.Log(_step, stage);
    }

    /// <summary>The hosts, in the order of the file. Secrets of health checks are looked up here.</summary>
    public IReadOnlyList<Target> Targets()
    {
        var factory = _connections.Hosts(Store, App);
        var spec = DeployKeys.Spec(_step.Config, _record, _secrets);
        return [.. _record.Require(DeployKeys.HostsKey).Select(address => new Target(factory.Create(address, spec), spec))];
    }

    public IReadOnlyList<NotificationRule> NotificationRules() =>
        [.. _record.Require(NotifyKeys.Notify).Select(spec => new NotificationRule(_connections.Notifier(spec, _secrets, _step.Get(PlatformInputs.Token)), spec.Events))];

    internal IntentLog IntentLog => new(Log, _record.Require(QueueKeys.Queue), Announcer, _clock);

    /// <summary>Reminds of overrides; null when nobody has to look at them.</summary>
    internal ReviewReminder? Reminder => _record.Require(OverrideKeys.Override).Review is { } within ? new(Log, new ReviewedRequirement(within), Announcer, _clock) : null;

    /// <summary>The deployments that wait.</summary>
    public async Task<IntentList> QueueAsync(CancellationToken cancellation) =>
        new(new DeploymentHistory(await Log.ReadAsync(cancellation)), _record.Require(QueueKeys.Queue));

    public Deployer Deployer(IReadOnlyList<Target> targets) => new(
        Log, Leases, new Fleet(targets, SecretVariables()), new Audience(Announcer, new PageKeeper(() => _connections.Pages(_step.Get(PlatformInputs.Token)), _record.Get(CoreKeys.Url), _step.Reporter, _clock)), _clock, _step.Reporter);

    private DeploymentAnnouncer Announcer => new(new Announcer(NotificationRules(), _step.Reporter, _clock), Log);

    private Dictionary<string, Secret> SecretVariables() =>
        (_record.Get(DeployKeys.Deploy)?.Variables ?? new Dictionary<string, EnvironmentValue>())
            .Where(pair => pair.Value.Secret is not null)
            .ToDictionary(pair => pair.Key, pair => _secrets.Resolve(pair.Value.Secret!));
}
