using Pipelines.Adapters;
using Pipelines.Cli.Steps;
using Pipelines.Configuration;
using Pipelines.Deployments;
using Pipelines.Gates;
using Pipelines.Health;
using Pipelines.Hosts;
using Pipelines.Maintenance;
using Pipelines.Notifications;
using Pipelines.Releases;
using Pipelines.Steps;
using Pipelines.Stores;

namespace Pipelines.Cli;

/// <summary>Every object of the program, made by hand. A new step is one line in <see cref="Steps"/>.</summary>
internal sealed class Wiring
{
    public Wiring(Func<string, string?> variable, TimeProvider clock)
    {
        var connections = new Connections(variable, clock);
        Steps =
        [
            new GateStep(clock),
            new DeployStep(connections, clock),
            new RollbackStep(connections, clock),
            new PackageStep(connections, clock),
            new HealthCheckStep(connections, clock),
            new NotifyStep(connections, clock),
            new HistoryStep(connections, clock),
            new HistoryVerifyStep(connections, clock),
            new StatusStep(connections, clock),
            new CalendarStep(clock),
            new MaintenanceStep(connections, clock),
            new InitStep(),
            new ConfigCheckStep(),
            new ConfigShowStep(),
            new CompletionStep(() => Definitions),
            new GenerateStep(() => Definitions, Schema),
        ];
    }

    /// <summary>The configuration file: each key is declared by the feature that uses it.</summary>
    public static ConfigSchema Schema { get; } = new(
        TopKeys: [CoreKeys.App, StoreKeys.Store, GateKeys.Calendars, GateKeys.Freezes, PackageKeys.Package],
        StageKeys: [DeployKeys.HostsKey, GateKeys.Calendar, GateKeys.Triggers, GateKeys.Override, DeployKeys.Deploy, HealthKeys.Health, NotifyKeys.Notify, MaintenanceKeys.Maintenance],
        Checks: [GateKeys.Check, MaintenanceKeys.Check]);

    public IReadOnlyList<Step> Steps { get; }

    private IReadOnlyList<StepDefinition> Definitions => [.. Steps.Select(step => step.Definition)];
}
