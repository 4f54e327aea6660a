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
        freezes:
          - { name: ours, during: 2026-03-12, zone: UTC, apps: [backend, web] }
          - { name: theirs, during: 2026-03-13, zone: UTC, apps: [web] }
          - { name: robots, during: 2026-03-16, zone: UTC, types: [automated_ci, direct_push], environments: [production] }
        environments:
          production: { calendar: office, hosts: "local:" }
          staging: { calendar: people, hosts: "local:" }
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
    [InlineData("production", DeploymentType.ScheduledMaintenance, "2026-03-16T02:00:00", "open")]
    public void HoldForTheirAppsEnvironmentsAndTypes(string stage, DeploymentType type, string at, string reason)
    {
        var rules = GateKeys.Rules(Yaml.Sound(Config), stage);
        Assert.Equal(reason, new StageCalendar(stage, type, rules.Calendar!, rules.Freezes).At(Given.Utc(at)).Reason);
    }

    [Fact]
    public void ATypeWithoutAWindowIsToldSo()
    {
        var rules = GateKeys.Rules(Yaml.Sound(Config), "staging");
        var decision = new Gate(rules).Decide(new GateRequest("push", Given.Utc("2026-03-11T17:00:00")));
        Assert.Contains("is outside every window: none is for this deployment type. It does not open within two years.", decision.Explanation, StringComparison.Ordinal);
    }
}
