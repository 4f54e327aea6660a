using Pipelines.Configuration;
using Pipelines.Configuration.Schema;
using Pipelines.Health.Checks;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Services;
using Pipelines.Hosts.Traffic;
using Pipelines.Hosts.Variables;
using Pipelines.Model;
using Pipelines.Signatures;

namespace Pipelines.Hosts;

/// <summary>How an environment's hosts are deployed to.</summary>
public static class DeployKeys
{
    private static readonly Shape<string> RelativePath =
        Shapes.Scalar("a path inside the release, without ..", (string text, out string value) =>
    {
        value = text.TrimEnd('/');
        return value.Length > 0 && value[0] != '/' && value.Split('/').All(part => part is not ("" or "." or ".."));
    });

    private static readonly Shape<int> Port = Shapes.Integer(1, 65535);
    private static readonly Key<string> Root =
        Key.Optional("root", "Directory of the app on its hosts; a relative one starts at the configuration file.", Shapes.Text)
            with { DefaultText = "/srv/APP" };

    private static readonly Key<Strategy> StrategyKey =
        Key.Optional("strategy", "restart; or, with two slots, blue-green, or canary, which moves traffic in steps.", Shapes.Choice(
        [.. Strategy.All.Select(strategy => (strategy.Name, strategy))])).Or(Strategy.Restart, "restart");

    private static readonly Key<IReadOnlyList<string>> Install =
        Key.Optional("install", "Run in the staged release before anything is stopped, such as npm ci.", Shapes.Command);
    private static readonly Key<TimeSpan> InstallWithin = Key.Optional("install-within", "Time limit of install.", Shapes.Duration)
        .Or(TimeSpan.FromMinutes(15), "15m");
    private static readonly Key<int> PortKey = Key.Optional("port", "Port of the app, with strategy restart.", Port);
    private static readonly Key<int> Blue = Key.Needed("blue", "Port of slot blue.", Port);
    private static readonly Key<int> Green = Key.Needed("green", "Port of slot green.", Port);

    private static readonly Key<IReadOnlyList<Slot>> Ports =
        Key.Optional("ports", "Ports of the two slots, with strategy blue-green or canary.", new RecordShape<IReadOnlyList<Slot>>(
        "ports", [Blue, Green], BuildPorts));

    private static readonly Key<TimeSpan> Drain = Key.Optional(
        "drain", "How long the old slot may finish its requests. It ends as soon as nobody is connected to its port.", Shapes.Duration)
        .Or(TimeSpan.FromSeconds(10), "10s");
    private static readonly Key<bool> Verify =
        Key.Optional("verify",
            "When every byte of a release is read and compared with its digest: staging, or activation for right before the switch as "
            + "well.", Shapes.Choice(
        ("staging", false), ("activation", true))).Or(false, "staging");

    private static readonly Key<int> Keep =
        Key.Optional("keep",
            "Releases kept on a host; never less than the live one and the one before. One more, expired, is kept aside and made into the "
            + "next.", Shapes.Integer(1, 1000)).Or(5, "5");
    private static readonly Key<IReadOnlyList<string>> Shared =
        Key.Optional("shared", "Directories and single files of the app that survive releases. The first release that brings one seeds it.",
            Shapes.List(RelativePath)).Or([], "none");

    private static readonly Key<IReadOnlyDictionary<string, EnvironmentValue>> Variables = Key.Optional(
        "env", "Variables of the app: texts with placeholders, or env:NAME and file:PATH for secrets.", Shapes.Map(
            Shapes.Text.Select(text =>
                SecretReference.TryParse(text, out var secret) ? new EnvironmentValue(null, secret) : new EnvironmentValue(text, null)),
            NamePattern.Variable)).Or(new Dictionary<string, EnvironmentValue>(), "none");

    private static readonly Key<IReadOnlyList<string>> HookRun = Key.Needed("run", "The command.", Shapes.Command);
    private static readonly Key<TimeSpan> HookWithin =
        Key.Optional("within", "Time limit; then it is killed, and has failed.", Shapes.Duration).Or(HookSpec.DefaultWithin, "5m");

    private static readonly Shape<HookSpec> HookShape = new EitherShape<HookSpec>(
        Shapes.Command.Select(line => new HookSpec(line, HookSpec.DefaultWithin)),
        Shapes.Record("a hook", [HookRun, HookWithin], record => new HookSpec(record.Require(HookRun), record.Get(HookWithin))));

    private static readonly IReadOnlyList<(HookPoint Point, Key<HookSpec> Key)> HookKeys =
        [.. HookPoints.All.Select(hook => (hook.Point, Key.Optional(hook.Name, hook.When, HookShape)))];

    private static readonly Key<IReadOnlyDictionary<HookPoint, HookSpec>> Hooks =
        Key.Optional("hooks", "Executables of the release that run at points of a deployment.",
        new RecordShape<IReadOnlyDictionary<HookPoint, HookSpec>>("hooks", [.. HookKeys.Select(hook => hook.Key)], BuildHooks))
            .Or(new Dictionary<HookPoint, HookSpec>(), "none");

    /// <summary>For what the file says; how an address is written is up to the <see cref="HostKinds"/>.</summary>
    public static Key<IReadOnlyList<HostAddress>> Hosts { get; } = Key.Optional(
        "hosts", "Where it runs. Steps that only decide, tell or show need none.", Shapes.Some(Shapes.Scalar<HostAddress>(
            "an address", (string _, out HostAddress value) =>
        {
            value = null!;
            return false;
        }))).Or([], "none");

    public static Key<HostSpec> Deploy { get; } = Key.Optional("deploy", "How it is deployed.", new RecordShape<HostSpec>(
        "a deployment",
        [Root, StrategyKey, ServiceKeys.Service, Install, InstallWithin, PortKey, Ports, TrafficKeys.Traffic, CanaryKeys.Canary, Drain,
            Verify, Keep, Shared,
            Variables, Hooks],
        BuildSpec)) with
    {
        Example = """
            app: backend
            environments:
              production:
                hosts: ["local:"]
                deploy:
                  root: /srv/backend
                  strategy: blue-green                  # or restart, which needs one port only
                  service: { systemd: "backend@{slot}.service" }
                  # service: { systemd: "backend@{slot}.service", unit: { start: "bin/backend {port}" } }
                  # service: { process: "node server.js", grace: 10s }
                  # service: { command: { start: bin/start, stop: bin/stop, status: bin/status } }
                  install: npm ci --omit=dev            # before anything is stopped
                  ports: { blue: 3001, green: 3002 }
                  traffic: { haproxy: { socket: /run/haproxy/admin.sock, backend: backend } }
                  # traffic: { nginx: { servers: /etc/nginx/backend.servers } }
                  # traffic: { command: "/usr/local/bin/point-proxy-to {port}" }
                  # traffic: { symlink: { path: /etc/nginx/live.conf, to: "/etc/nginx/{slot}.conf", reload: systemctl reload nginx } }
                  drain: 10s                            # at most; it ends when nobody is connected to the old slot any more
                  keep: 5
                  shared: [uploads]
                  env:
                    PORT: "{port}"
                    DATABASE_URL: env:PROD_DATABASE_URL # a secret: the file on the host is 0600
                  hooks:
                    before-switch: bin/migrate
                    on-rollback: { run: bin/tell-someone, within: 10s }
            """,
    };

    /// <summary>The spec of an environment, with its health checks.</summary>
    public static HostSpec Spec(ConfigFile config, ConfigRecord environment, ISecretSource secrets)
    {
        var spec = environment.Get(Deploy) ?? new HostSpec { Root = "" };
        var needed = new RecordedSecrets(secrets);
        var trust = config.Top.Require(SigningKeys.Signing).TrustedKeys(config);
        return spec with
        {
            Root = RootOf(config, environment),
            Trust = trust,
            Health = [.. environment.Require(HealthKeys.Health).Select(source => source(needed))],
            CheckSecrets = needed.Resolved,
            Settings = config.Environments.FirstOrDefault(one => ReferenceEquals(one.Value, environment)).Key is { } name
                ? DeploySettings.Write(config, name, trust) : null,
        };
    }

    /// <summary>The directory of the app on the environment's hosts.</summary>
    public static string RootOf(ConfigFile config, ConfigRecord environment) =>
        config.Resolve(environment.Get(Deploy) is { Root.Length: > 0 } spec ? spec.Root : $"/srv/{config.Top.Require(CoreKeys.App)}");

    /// <summary>The directories of the app on all hosts of the environment, each once, with the machine; none without hosts.</summary>
    public static IReadOnlyList<(string Machine, string Root)> RootsOf(ConfigFile config, ConfigRecord environment) =>
        [.. environment.Require(Hosts).Select(address => (address.Machine, address.RootOr(RootOf(config, environment)))).Distinct()];

    private static bool BuildSpec(ConfigRecord record, ConfigReading reading, out HostSpec value)
    {
        value = null!;
        var strategy = record.Require(StrategyKey);
        if (strategy.MovesTraffic && !record.Has(Ports))
        {
            return reading.Fail(record.PathOf(Ports), record.At,
                $"is missing. The strategy {strategy} needs two ports, such as {{ blue: 3001, green: 3002 }}.");
        }

        Key[] foreign = strategy.MovesTraffic ? [PortKey] : [Ports, TrafficKeys.Traffic, Drain];
        if (strategy != Strategy.Canary)
        {
            foreign = [.. foreign, CanaryKeys.Canary];
        }
        else if (record.Get(TrafficKeys.Traffic) is not { Divides: true })
        {
            return reading.Fail(record.PathOf(TrafficKeys.Traffic), record.Has(TrafficKeys.Traffic)
                ? record.PositionOf(TrafficKeys.Traffic) : record.At,
                "cannot be divided. The strategy canary needs haproxy, nginx, or a command with {percent}.");
        }

        if (foreign.FirstOrDefault(record.Has) is { } misplaced)
        {
            return reading.Fail(record.PathOf(misplaced), record.PositionOf(misplaced), $"does not go with the strategy {strategy}.");
        }

        if (strategy.MovesTraffic && record.Get(ServiceKeys.Service) is { Waits: true })
        {
            return reading.Fail(record.PathOf(ServiceKeys.Service), record.PositionOf(ServiceKeys.Service),
                $"listens for one slot, and the strategy {strategy} has two. Leave out unit.listen, or use the strategy restart.");
        }

        if (record.Get(ServiceKeys.Service) is ServiceSpec.Systemd { Generated.Credentials: var credentials }
            && record.Require(Variables) is var known
            && credentials.FirstOrDefault(name => known.GetValueOrDefault(name) is not { Secret: not null }) is { } open)
        {
            return reading.Fail(record.PathOf(ServiceKeys.Service), record.PositionOf(ServiceKeys.Service),
                $"has the credential {open}, which is no secret of env. Expected {open}: env:NAME or file:PATH there.");
        }

        value = new HostSpec
        {
            Root = record.Get(Root) ?? "",
            Strategy = strategy,
            Service = record.Get(ServiceKeys.Service),
            Install = record.Get(Install),
            InstallWithin = record.Get(InstallWithin),
            Slots = record.Get(Ports) ?? [new Slot(Slot.MainName, record.Has(PortKey) ? record.Get(PortKey) : null)],
            Traffic = record.Get(TrafficKeys.Traffic),
            Canary = record.Get(CanaryKeys.Canary) ?? CanarySteps.Default,
            Drain = strategy.MovesTraffic ? record.Get(Drain) : TimeSpan.Zero,
            VerifyAtActivation = record.Get(Verify),
            Keep = record.Get(Keep),
            Shared = record.Require(Shared),
            Variables = record.Require(Variables),
            Hooks = record.Require(Hooks),
        };
        return true;
    }

    private static bool BuildPorts(ConfigRecord record, ConfigReading reading, out IReadOnlyList<Slot> value)
    {
        value = [new Slot("blue", record.Get(Blue)), new Slot("green", record.Get(Green))];
        return record.Get(Blue) != record.Get(Green)
            || reading.Fail(record.PathOf(Green), record.PositionOf(Green), "is the port of blue. Expected another one.");
    }

    /// <summary>Before staging there is no release yet in which a relative program could be found.</summary>
    private static bool BuildHooks(ConfigRecord record, ConfigReading reading, out IReadOnlyDictionary<HookPoint, HookSpec> value)
    {
        var hooks = HookKeys.Where(hook => record.Has(hook.Key)).ToDictionary(hook => hook.Point, hook => record.Require(hook.Key));
        value = hooks;
        var key = HookKeys[0].Key;
        return !hooks.TryGetValue(HookPoint.BeforeStage, out var first) || !first.Command[0].Contains('/', StringComparison.Ordinal)
            || first.Command[0][0] == '/'
            || reading.Fail(record.PathOf(key), record.PositionOf(key),
                $"\"{first.Command[0]}\" is looked up in the release, which is not there yet. Give an absolute path.");
    }
}
