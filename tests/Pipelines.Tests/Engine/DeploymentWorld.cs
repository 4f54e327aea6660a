using System.Text.Json.Nodes;
using Pipelines.Anchors;
using Pipelines.Engine;
using Pipelines.Errors;
using Pipelines.Gates.Decisions;
using Pipelines.Health.Checks;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Targets;
using Pipelines.Hosts.Waves;
using Pipelines.Locks;
using Pipelines.Model;
using Pipelines.Reporting;
using Pipelines.Signing;
using Pipelines.Stores;
using Pipelines.Tests.Fakes;
using Pipelines.Tests.Locks;

namespace Pipelines.Tests.Engine;

/// <summary>Hosts and a store in memory. Each deployment runs in a "process" of its own, which a test can kill anywhere.</summary>
internal sealed class DeploymentWorld
{
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(30);
    private readonly InMemoryStore _store = new();
    private readonly FakeHolders _holders = new();
    private HostSpec _spec;

    /// <param name="strategy">Its name.</param>
    /// <param name="hosts">How many hosts: a, b, and so on.</param>
    public DeploymentWorld(string strategy = "restart", int hosts = 2)
    {
        _spec = new HostSpec
        {
            Root = "/srv/app",
            Strategy = Strategy.All.Single(each => each.Name == strategy),
            Service = new ServiceSpec.Systemd("app@{slot}"),
            Slots = strategy == "restart" ? [new Slot(Slot.MainName, 1)] : [new Slot("blue", 1), new Slot("green", 2)],
            Hooks = HookPoints.Names.Keys.ToDictionary(point => point, _ => new HookSpec(["true"], HookSpec.DefaultWithin)),
            Health = [new TcpCheck("127.0.0.1", "1")],
        };
        Hosts = [.. Enumerable.Range('a', hosts).Select(letter => new FakeHost($"{(char)letter}", this))];
        Listed = Hosts;
        Process = new MortalStore(_store);
    }

    /// <summary>What deployments run with from now on.</summary>
    public string Settings
    {
        set => _spec = _spec with
        {
            Settings = new JsonObject
            {
                ["environments"] = new JsonObject { ["production"] = new JsonObject { ["deploy"] = new JsonObject { ["port"] = value } } },
            },
        };
    }

    public FakeClock Clock { get; } = new();

    /// <summary>The store as whoever may write it sees it.</summary>
    public IStore Store => _store;

    public IReadOnlyList<FakeHost> Hosts { get; }

    /// <summary>Those that the configuration file lists.</summary>
    public IReadOnlyList<FakeHost> Listed { get; set; }

    /// <summary>How a release goes through them.</summary>
    public RolloutSpec Rollout { get; set; } = RolloutSpec.OneByOne;

    /// <summary>Names of hosts that do not answer.</summary>
    public HashSet<string> Down { get; } = [];

    /// <summary>Waited for before each act.</summary>
    public Func<string, HostAction, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Acts on all hosts since the last <see cref="NewProcess"/>.</summary>
    public List<string> Actions { get; } = [];

    public Fault Fault { get; private set; } = new();

    public HashSet<string> Broken { get; } = [];

    /// <summary>What releases contain; one that is not named has one file of two bytes.</summary>
    public Dictionary<string, (long Files, long Bytes)> Contents { get; } = [];

    public RecordingAnnouncer Announcer { get; } = new();

    /// <summary>The platform's page of environments; null for none.</summary>
    public FakePage? Page { get; set; }

    /// <summary>Signs the head of the log; null for nobody.</summary>
    public ISigner? Signer { get; set; }

    /// <summary>Who may have signed it.</summary>
    public IReadOnlyList<PublicKey> Trust { get; set; } = [];

    public RecordingReporter Reporter { get; } = new();

    /// <summary>The store as the present process sees it.</summary>
    public MortalStore Process { get; private set; }

    public bool IsRestart => _spec.Strategy == Strategy.Restart;

    public string States => string.Join('\n', Hosts.Select(host => host.State));

    public IReadOnlyList<string> Serves => [.. Hosts.Select(host => host.Serves).Distinct()];

    /// <summary>What the gate says when it is asked again, right before the first switch; null lets it pass.</summary>
    public DeploymentEvent.Blocked? SecondAnswer { get; set; }

    /// <summary>How often it was asked again.</summary>
    public int Asked { get; private set; }

    private FixedRelease Made(string release)
    {
        var (files, bytes) = Contents.GetValueOrDefault(release, (1, 2));
        return new FixedRelease(release, files, bytes);
    }

    public void MustLive() => Process.DieIf(false);

    /// <summary>From here on another process acts; the one before is dead.</summary>
    public void NewProcess(Fault? fault = null, Func<IStore, MortalStore>? store = null)
    {
        Actions.Clear();
        Fault = fault ?? new Fault();
        Process = store?.Invoke(_store) ?? new MortalStore(_store);
        _holders.Bury();
    }

    /// <summary>Adds to what goes wrong in the present process.</summary>
    public void Plague(Func<Fault, Fault> more) => Fault = more(Fault);

    public async Task<ExitCode> DeployAsync(
        string release, DeploymentType type = DeploymentType.Manual, bool again = false, string? commit = null,
        Override? overriding = null, CancellationToken cancellation = default)
    {
        var request = new DeployRequest("app", "production", type)
        {
            Origin = new Origin { Commit = commit ?? $"commit-of-{release}" },
            Again = again,
            LeaseTimeToLive = TimeToLive,
            AskAgain = AskAgain,
            Override = overriding,
        };
        try
        {
            return (await Deployer().DeployAsync(request, Made(release), cancellation)).ExitCode;
        }
        catch (PipelineException e)
        {
            return e.ExitCode;
        }
    }

    public Task<DeploymentRecord> AdoptAsync() => Deployer().AdoptAsync(
        new DeployRequest("app", "production", DeploymentType.None) { LeaseTimeToLive = TimeToLive }, CancellationToken.None);

    /// <summary>A request that the gate did not let pass.</summary>
    public Task BlockAsync() =>
        Deployer().BlockAsync(new DeployRequest("app", "production", DeploymentType.None) { LeaseTimeToLive = TimeToLive }, nextOpen: null,
            CancellationToken.None);

    /// <summary>As the step does it: to what the history says.</summary>
    public async Task<ExitCode> RollBackAsync()
    {
        var target = (await HistoryAsync()).RollbackTarget!;
        return await DeployAsync(target.Release!, DeploymentType.Rollback, commit: target.Request.Commit);
    }

    /// <summary>Runs until the process dies; false when it ended before.</summary>
    public static async Task<bool> DiesAsync(Func<Task> run)
    {
        try
        {
            await run();
            return false;
        }
        catch (CrashException)
        {
            return true;
        }
    }

    public async Task<DeploymentHistory> HistoryAsync() => new(await Log(_store).ReadAsync(CancellationToken.None));

    /// <summary>Names of the events of the last deployment, in order.</summary>
    public async Task<string> LastEventsAsync() =>
        string.Join(' ', (await HistoryAsync()).Deployments[^1].Events.Select(logged => logged.Event.GetType().Name));

    public LeaseRegistry Leases(IStore? store = null) => new(store ?? _store, "app", "production", _holders, Clock);

    private Deployer Deployer() => new(
        Anchors(Process), Leases(Process), Fleet,
        new Audience(Announcer, new PageKeeper(() => Page, "https://backend.example.test", Reporter, Clock)), Clock, Reporter);

    private Fleet Fleet => new([.. Listed.Select(host => new Target(host, _spec))], new Dictionary<string, Secret>())
    {
        Rollout = Rollout,
        Open = name => Hosts.FirstOrDefault(host => host.Name == name) is { } host ? new Target(host, _spec) : null,
    };

    private Task<DeploymentEvent.Blocked?> AskAgain(CancellationToken cancellation)
    {
        Asked++;
        return Task.FromResult(SecondAnswer);
    }

    /// <summary>The log as a store has it, with what the hosts keep of it.</summary>
    public LogAnchors Anchors(IStore store) =>
        new(Log(store), Hosts, new LogCheckpoints(store, "app", "production", () => Trust, () => Signer, Clock), Reporter);

    private EventLog Log(IStore store) => new(store, "app", "production", Clock);
}
