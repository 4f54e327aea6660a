using Pipelines.Adapters;
using Pipelines.Cli.Steps;
using Pipelines.Configuration;
using Pipelines.Gates;
using Pipelines.Gates.Overrides;
using Pipelines.Gates.Requirements;
using Pipelines.Health;
using Pipelines.History;
using Pipelines.Hosts;
using Pipelines.Inventory;
using Pipelines.Locks;
using Pipelines.Maintenance;
using Pipelines.Notifications;
using Pipelines.Packaging;
using Pipelines.Queue;
using Pipelines.Rollouts;
using Pipelines.Signatures;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Cli;

/// <summary>Constructs every object in the program. A new step is one line in <see cref="Makers"/>.</summary>
internal sealed class Wiring(Func<string, string?> variable, TimeProvider clock)
{
    private readonly Connections connections = new(variable, clock);

    private IReadOnlyList<Maker> Makers =>
    [
        new("gate", () => new GateStep(connections, new Intents(connections, clock), clock)),
        new("deploy", () => new DeployStep(connections, clock)),
        new("rollback", () => new RollbackStep(connections, clock)),
        new("recover", () => new RecoverStep(connections, clock)),
        new("package", () => new PackageStep(connections, clock)),
        new("health-check", () => new HealthCheckStep(connections, clock)),
        new("notify", () => new NotifyStep(connections, clock)),
        new("history", () => new HistoryStep(connections, clock)),
        new("history verify", () => new HistoryVerifyStep(connections, clock)),
        new("status", () => new StatusStep(connections, clock)),
        new("queue list", () => new QueueListStep(connections, clock)),
        new("queue run", () => new QueueRunStep(connections, clock)),
        new("queue release", () => new QueueReleaseStep(connections, clock)),
        new("queue cancel", () => new QueueCancelStep(connections, clock)),
        new("override grant", () => new OverrideGrantStep(connections, clock)),
        new("override review", () => new OverrideReviewStep(connections, clock)),
        new("override list", () => new OverrideListStep(connections, clock)),
        new("lease show", () => new LeaseShowStep(connections, clock)),
        new("lease release", () => new LeaseReleaseStep(connections, clock)),
        new("releases list", () => new ReleasesListStep(connections, clock)),
        new("releases show", () => new ReleasesShowStep(connections, clock)),
        new("releases diff", () => new ReleasesDiffStep(connections, clock)),
        new("releases verify", () => new ReleasesVerifyStep(connections, clock)),
        new("releases prune", () => new ReleasesPruneStep(connections, clock)),
        new("releases sign", () => new ReleasesSignStep(connections, clock)),
        new("releases fetch", () => new ReleasesFetchStep(connections, clock)),
        new("releases export", () => new ReleasesExportStep(connections, clock)),
        new("calendar", () => new CalendarStep(clock)),
        new("maintenance", () => new MaintenanceStep(connections, clock)),
        new("init", () => new InitStep()),
        new("config check", () => new ConfigCheckStep()),
        new("config show", () => new ConfigShowStep()),
        new("completion", () => new CompletionStep(() => Definitions)),
        new("generate", () => new GenerateStep(() => Definitions, Schema)),
    ];

    /// <summary>The configuration file: each key is declared by the feature that uses it.</summary>
    public static ConfigSchema Schema { get; } = new(
        TopKeys: [CoreKeys.App, StoreKeys.Store, StoreKeys.State, GateKeys.Calendars, GateKeys.Freezes, PackageKeys.Package, SigningKeys.Signing],
        StageKeys: [DeployKeys.HostsKey, GateKeys.Calendar, GateKeys.TimeLeft, GateKeys.Triggers, RequirementKeys.Requires, OverrideKeys.Override, QueueKeys.Queue, DeployKeys.Deploy, HealthKeys.Health, NotifyKeys.Notify, MaintenanceKeys.Maintenance, CoreKeys.Url],
        Checks: [GateKeys.Check, RequirementKeys.Check, MaintenanceKeys.Check]);

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
