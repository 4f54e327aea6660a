using Pipelines.Calendars.Windows;
using Pipelines.Gates;
using Pipelines.Gates.Decisions;
using Pipelines.Model;
using Pipelines.Tests.Configuration;
using Pipelines.Tests.Gates;

namespace Pipelines.Tests.Calendars;

/// <summary>Which deployments a window or a freeze is for. 2026-03-11 is a Wednesday.</summary>
public sealed class ScopeTests
{
    private const string Config = """
        app: backend
        calendars:
          office:
            zone: UTC
            open:
              - mon-fri 09:00-18:00
              - { weekly: mon-fri 18:00-20:00, types: [manual] }
          people:
            zone: UTC
            open: [{ weekly: mon-fri 09:00-18:00, types: [manual] }]
          night:
            zone: UTC
            open: [mon-fri 09:00-18:00, { weekly: sun 02:00-03:00, types: [scheduled_maintenance] }]
            holidays: [2026-03-22]
        freezes:
          - { name: ours, during: 2026-03-12, zone: UTC, apps: [backend, web] }
          - { name: theirs, during: 2026-03-13, zone: UTC, apps: [web] }
          - { name: robots, during: 2026-03-16, zone: UTC, types: [automated_ci, direct_push], environments: [production] }
        environments:
          production: { calendar: office, hosts: "local:" }
          staging: { calendar: people, hosts: "local:" }
          night: { calendar: night, hosts: "local:" }
        """;

    [Theory]
    [InlineData("production", DeploymentType.DirectPush, "2026-03-11T17:00:00", "open")]
    [InlineData("production", DeploymentType.DirectPush, "2026-03-11T19:00:00", "outside-window")]
    [InlineData("production", DeploymentType.Manual, "2026-03-11T19:00:00", "open")]
    [InlineData("staging", DeploymentType.Manual, "2026-03-11T17:00:00", "open")]
    [InlineData("staging", DeploymentType.DirectPush, "2026-03-11T17:00:00", "outside-window")] // its windows are for others: never open
    [InlineData("production", DeploymentType.Manual, "2026-03-12T12:00:00", "freeze")]
    [InlineData("production", DeploymentType.Manual, "2026-03-13T12:00:00", "open")] // another app's
    [InlineData("production", DeploymentType.DirectPush, "2026-03-16T12:00:00", "freeze")]
    [InlineData("production", DeploymentType.Manual, "2026-03-16T12:00:00", "open")]
    [InlineData("staging", DeploymentType.Manual, "2026-03-16T12:00:00", "open")]
    [InlineData("production", DeploymentType.ScheduledMaintenance, "2026-03-16T02:00:00", "outside-window")]
    [InlineData("production", DeploymentType.ScheduledMaintenance, "2026-03-16T10:00:00", "open")] // no window is its own
    [InlineData("night", DeploymentType.ScheduledMaintenance, "2026-03-15T02:30:00", "open")] // Sunday
    [InlineData("night", DeploymentType.ScheduledMaintenance, "2026-03-15T03:20:00", "outside-window")]
    // a window of its own: the others are not
    [InlineData("night", DeploymentType.ScheduledMaintenance, "2026-03-11T10:00:00", "outside-window")]
    [InlineData("night", DeploymentType.ScheduledMaintenance, "2026-03-22T02:30:00", "holiday")]
    [InlineData("night", DeploymentType.DirectPush, "2026-03-11T10:00:00", "open")]
    [InlineData("night", DeploymentType.DirectPush, "2026-03-15T02:30:00", "outside-window")]
    public void HoldForTheirAppsEnvironmentsAndTypes(string environment, DeploymentType type, string at, string reason)
    {
        var rules = GateKeys.Rules(Yaml.Sound(Config), environment);
        Assert.Equal(reason, new EnvironmentCalendar(environment, type, rules.Calendar!, rules.Freezes).At(Given.Utc(at)).Reason);
    }

    [Fact]
    public void ATypeWithoutAWindowIsToldSo()
    {
        var rules = GateKeys.Rules(Yaml.Sound(Config), "staging");
        var decision = new Gate(rules).Decide(new GateRequest("push", Given.Utc("2026-03-11T17:00:00")));
        Assert.Contains("is outside every window: none applies to this deployment type. It does not open within two years.",
            decision.Explanation, StringComparison.Ordinal);
    }
}
