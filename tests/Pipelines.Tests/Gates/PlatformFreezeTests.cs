using Pipelines.Calendars.Windows;
using Pipelines.Cli.Hosts;
using Pipelines.Gates.Decisions;
using Pipelines.Model;

namespace Pipelines.Tests.Gates;

/// <summary>A freeze that the platform declares, such as GitLab's: on now, with an end that nobody tells.</summary>
public sealed class PlatformFreezeTests
{
    private const string Good = "INC-4711: payments fail";
    private static readonly NodaTime.Instant Open = Given.Utc("2026-03-11T10:00:00");

    [Theory]
    [InlineData("push", null, false)]
    [InlineData("schedule", null, false)]
    [InlineData("workflow_dispatch", Good, false)]
    [InlineData("workflow_dispatch", Good, true)] // it excepts no emergency
    public void ItBlocksWhateverDeploys(string trigger, string? reason, bool emergency)
    {
        var decision = new Gate(GateTests.Rules)
            .Decide(new GateRequest(trigger, Open, Emergency: emergency, Reason: reason, PlatformFreeze: "GitLab's deploy freeze"));
        Assert.Equal((false, DeploymentType.None, GateReasons.Freeze),
            (decision.ShouldDeploy, decision.DeploymentType, decision.ReasonCode));
        Assert.Null(decision.NextOpen);
        Assert.Contains("in GitLab's deploy freeze", decision.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void ARollbackPassesIt() => Assert.True(
        new Gate(GateTests.Rules)
            .Decide(new GateRequest("push", Open, Type: DeploymentType.Rollback, PlatformFreeze: "GitLab's deploy freeze")).ShouldDeploy);

    [Theory]
    [InlineData("merge_request_event", null, GateReasons.UnsupportedTrigger)]
    [InlineData("push", "failure", GateReasons.ChecksFailed)]
    public void WhatWouldNeverDeployIsToldSo(string trigger, string? conclusion, string reason) => Assert.Equal(
        reason, new Gate(GateTests.Rules)
            .Decide(new GateRequest(trigger, Open, conclusion, PlatformFreeze: "GitLab's deploy freeze")).ReasonCode);

    [Theory]
    [InlineData("true", "GitLab's deploy freeze")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void GitLabTellsItByAVariable(string? value, string? expected) =>
        Assert.Equal(expected, GitLabRun.Read(name => name == "CI_DEPLOY_FREEZE" ? value : null).Freeze);
}
