using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Databases;
using Pipelines.Adapters.Forges;
using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Hosts.Ssh;
using Pipelines.Adapters.Hosts.Wire;
using Pipelines.Adapters.Notifiers.Discord;
using Pipelines.Adapters.Notifiers.Webhooks;
using Pipelines.Adapters.Posix;
using Pipelines.Adapters.Probes;
using Pipelines.Adapters.Processes;
using Pipelines.Adapters.Signing;
using Pipelines.Adapters.Stores;
using Pipelines.Adapters.Stores.Files;
using Pipelines.Adapters.Stores.Postgres;
using Pipelines.Adapters.Stores.S3;
using Pipelines.Anchors;
using Pipelines.Cli.Steps;
using Pipelines.Configuration;
using Pipelines.Databases;
using Pipelines.Engine;
using Pipelines.Forges;
using Pipelines.Gates;
using Pipelines.Gates.Overrides;
using Pipelines.Gates.Requirements;
using Pipelines.Health;
using Pipelines.Health.Checks;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Hosts.Waves;
using Pipelines.Inventory;
using Pipelines.Locks;
using Pipelines.Maintenance;
using Pipelines.Notifications;
using Pipelines.Operations;
using Pipelines.Packaging;
using Pipelines.Processes;
using Pipelines.Queue;
using Pipelines.Reporting;
using Pipelines.Rollouts;
using Pipelines.Signatures;
using Pipelines.Statistics;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Cli;

/// <summary>
/// Constructs every object in the program. A new step is one line in <see cref="Makers"/>; a new kind of store, channel or host is one line
/// in the list of its kind.
/// </summary>
internal sealed class Wiring
{
    private readonly TimeProvider _clock;
    private readonly NativeFiles _files = new();
    private readonly SystemProcessRunner _processes;
    private readonly Channels _channels;
    private readonly IStores _stores;
    private readonly EventLogs _logs;
    private readonly LeaseRegistries _leases;
    private readonly ReleaseRepositories _releases;
    private readonly ReleaseSources _sources;
    private readonly HostEngine _engine;
    private readonly HostKinds _hosts;
    private readonly Fleets _fleets;
    private readonly GateKeeper _keeper;
    private readonly Audiences _audiences;
    private readonly Checkpoints _checkpoints;
    private readonly Deployers _deployers;
    private readonly Intents _intents;
    private readonly Queues _queues;
    private readonly Inventories _inventories;
    private readonly MigratedDatabases _databases;

    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="clock">The clock.</param>
    public Wiring(Func<string, string?> variable, TimeProvider clock)
        : this(variable, clock,
            new ConfiguredStores([new FileStoreKind(clock), new S3StoreKind(variable, clock), new PostgresStoreKind(clock)]))
    {
    }

    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="stores">Opens stores.</param>
    public Wiring(Func<string, string?> variable, TimeProvider clock, IStores stores)
    {
        var http = new Lazy<HttpClient>(() => new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        }));
        (_clock, _stores) = (clock, stores);
        _processes = new SystemProcessRunner(clock, Redaction);
        Forges = new RunForges(http, variable, clock);
        _channels = new Channels([new DiscordKind(http, clock), new WebhookKind(http, clock), new CommentKind(Forges)]);
        _logs = new EventLogs(stores, clock);
        _leases = new LeaseRegistries(stores, new HolderProbe(), clock);
        _releases = new ReleaseRepositories(stores, new Signers(_processes), _files, clock);
        _sources = new ReleaseSources(_releases, _logs, clock);
        _engine = new HostEngine(new HealthProver(new Probe(_processes, clock), clock), _processes, clock, () => Schema);
        _hosts = new HostKinds([new LocalHostKind(_engine, stores, new EphemeralMachine(variable)), new SshHostKind(stores)]);
        _fleets = new Fleets(_hosts);
        _keeper = new GateKeeper(_logs, stores, Forges, clock);
        _audiences = new Audiences(_channels, Forges, _logs, clock);
        _checkpoints = new Checkpoints(stores, new Signers(_processes), clock);
        _deployers = new Deployers(_logs, _leases, _fleets, _checkpoints, _audiences, clock);
        _intents = new Intents(_logs, _audiences, clock);
        _queues = new Queues(_intents, _sources, _keeper, _deployers, new ReviewReminder(_logs, _audiences, clock), clock);
        _inventories = new Inventories(stores, _releases, _logs);
        _databases = new MigratedDatabases(new PostgresDatabases(), YamlReader.Read, clock);
    }

    /// <summary>Masks values in everything that enters and leaves the program.</summary>
    public Redaction Redaction { get; } = new();

    /// <summary>The platform of this run.</summary>
    public IForges Forges { get; }

    public IProcessRunner Processes => _processes;

    /// <summary>The configuration file: each key is declared by the feature that uses it.</summary>
    public ConfigSchema Schema => new(
        TopKeys: [CoreKeys.App, StoreKeys.Store, StoreKeys.State, GateKeys.Calendars, GateKeys.Freezes, PackageKeys.Package,
            SigningKeys.Signing],
        EnvironmentKeys: [_hosts.Hosts, .. _hosts.Options, GateKeys.Calendar, GateKeys.TimeLeft, GateKeys.Triggers,
            RequirementKeys.Requires, OverrideKeys.Override, QueueKeys.Queue, DeployKeys.Deploy, RolloutKeys.Rollout, HealthKeys.Health,
            _channels.Notify,
            MaintenanceKeys.Maintenance, DatabaseKeys.Database, CoreKeys.Url],
        Checks: [GateKeys.Check, RequirementKeys.Check, MaintenanceKeys.Check, SlotPlaceholders.Check]);

    /// <summary>The engine that acts on this host for a controller elsewhere.</summary>
    public HostServer HostServer => new(_engine, Schema, Product.Version, _clock);

    private IReadOnlyList<Maker> Makers =>
    [
        new("gate", () => new GateStep(_keeper, _intents, _clock)),
        new("deploy", () => new DeployStep(_sources, _keeper, _intents, _deployers, _clock)),
        new("rollback", () => new RollbackStep(_logs, _sources, _deployers)),
        new("adopt", () => new AdoptStep(_logs, _fleets, _deployers)),
        new("recover", () => new RecoverStep(_logs, _deployers)),
        new("package", () => new PackageStep(_releases, _clock)),
        new("health-check", () => new HealthCheckStep(_fleets, _clock)),
        new("notify", () => new NotifyStep(_channels, _clock)),
        new("history", () => new HistoryStep(_logs)),
        new("history verify", () => new HistoryVerifyStep(_deployers, _checkpoints, _stores, Forges)),
        new("stats", () => new StatsStep(_logs, _processes, _clock)),
        new("status", () => new StatusStep(_logs, _leases, _fleets)),
        new("host doctor", () => new HostDoctorStep(_fleets)),
        new("host setup", () => new HostSetupStep(_fleets)),
        new("exec", () => new ExecStep(_logs, _fleets)),
        new("logs", () => new LogsStep(_logs, _fleets)),
        new("shell", () => new ShellStep(_logs, _fleets)),
        new("queue list", () => new QueueListStep(_queues)),
        new("queue run", () => new QueueRunStep(_queues, _clock)),
        new("queue release", () => new QueueReleaseStep(_queues)),
        new("queue cancel", () => new QueueCancelStep(_intents)),
        new("override grant", () => new OverrideGrantStep(_keeper, _stores, _clock)),
        new("override review", () => new OverrideReviewStep(_logs, _keeper)),
        new("override list", () => new OverrideListStep(_logs)),
        new("lease show", () => new LeaseShowStep(_leases)),
        new("lease release", () => new LeaseReleaseStep(_logs, _leases, _clock)),
        new("releases list", () => new ReleasesListStep(_inventories)),
        new("releases show", () => new ReleasesShowStep(_inventories)),
        new("releases diff", () => new ReleasesDiffStep(_inventories)),
        new("releases verify", () => new ReleasesVerifyStep(_inventories, _clock)),
        new("releases prune", () => new ReleasesPruneStep(_inventories, _leases)),
        new("releases sign", () => new ReleasesSignStep(_inventories)),
        new("releases fetch", () => new ReleasesFetchStep(_inventories, _files)),
        new("releases export", () => new ReleasesExportStep(_inventories, _files)),
        new("calendar", () => new CalendarStep(_clock)),
        new("maintenance", () => new MaintenanceStep(_deployers, _leases, _releases, _fleets, _processes, _clock)),
        new("db migrate status", () => new DbMigrateStatusStep(_databases)),
        new("db migrate plan", () => new DbMigratePlanStep(_databases, _clock)),
        new("db migrate up", () => new DbMigrateUpStep(_databases)),
        new("db migrate down", () => new DbMigrateDownStep(_databases)),
        new("db migrate to", () => new DbMigrateToStep(_databases)),
        new("db migrate validate", () => new DbMigrateValidateStep(_databases)),
        new("db migrate baseline", () => new DbMigrateBaselineStep(_databases)),
        new("db migrate repair", () => new DbMigrateRepairStep(_databases)),
        new("db migrate new", () => new DbMigrateNewStep(_databases)),
        new("init", () => new InitStep()),
        new("config check", () => new ConfigCheckStep()),
        new("config show", () => new ConfigShowStep()),
        new("explain", () => new ExplainStep(Schema)),
        new("completion", () => new CompletionStep(() => Definitions)),
        new("completion values", () => new CompletionValuesStep(_releases)),
        new("generate", () => new GenerateStep(() => Definitions, Schema)),
    ];

    /// <summary>Every step, newly created.</summary>
    public IReadOnlyList<Step> Steps => [.. Makers.Select(maker => maker.Make())];

    private IReadOnlyList<StepDefinition> Definitions => [.. Steps.Select(step => step.Definition)];

    /// <summary>
    /// The steps a command line may refer to, by its first word: creating every step would take longer than the gate's decision.
    /// </summary>
    public IReadOnlyList<Step> StepsFor(IReadOnlyList<string> arguments)
    {
        var word = arguments.Count > 0 ? arguments[0] : "";
        var meant = Makers.Where(maker => maker.Name.Split(' ')[0] == word).Select(maker => maker.Make()).ToList();
        return meant.Count > 0 ? meant : Steps;
    }

    /// <param name="Name">As in the step's definition.</param>
    /// <param name="Make">Creates the step.</param>
    private sealed record Maker(string Name, Func<Step> Make);
}
