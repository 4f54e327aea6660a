using Pipelines.Gates.Decisions;
using Pipelines.Model;

namespace Pipelines.Tests.Gates;

public sealed class TriggerTests
{
    [Theory]
    // GitHub
    [InlineData("push", DeploymentType.DirectPush)]
    [InlineData("release", DeploymentType.DirectPush)]
    [InlineData("workflow_run", DeploymentType.AutomatedCi)]
    [InlineData("repository_dispatch", DeploymentType.AutomatedCi)]
    [InlineData("schedule", DeploymentType.ScheduledMaintenance)]
    [InlineData("workflow_dispatch", DeploymentType.Manual)]
    [InlineData("pull_request", DeploymentType.None)]
    [InlineData("pull_request_target", DeploymentType.None)]
    [InlineData("issue_comment", DeploymentType.None)]
    // GitLab
    [InlineData("web", DeploymentType.Manual)]
    [InlineData("api", DeploymentType.Manual)]
    [InlineData("chat", DeploymentType.Manual)]
    [InlineData("trigger", DeploymentType.AutomatedCi)]
    [InlineData("pipeline", DeploymentType.AutomatedCi)]
    [InlineData("parent_pipeline", DeploymentType.AutomatedCi)]
    [InlineData("merge_request_event", DeploymentType.None)]
    [InlineData("external_pull_request_event", DeploymentType.None)]
    [InlineData("security_orchestration_policy", DeploymentType.None)]
    // neither
    [InlineData("local", DeploymentType.Manual)]
    [InlineData("Push", DeploymentType.None)]
    [InlineData("", DeploymentType.None)]
    public void ATriggerTellsItsType(string name, DeploymentType type) => Assert.Equal(type, Trigger.Named(name).Type);
}
