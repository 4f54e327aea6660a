using Pipelines.Errors;

namespace Pipelines.Tests.Engine;

/// <summary>The kind: an optional part may not hold up the main one. A channel that does not answer is waited for at the end, not
/// before.</summary>
public sealed class AudienceTests
{
    [Fact]
    public async Task ADeploymentGoesOnWhileChannelsAreTold()
    {
        var world = new DeploymentWorld();
        var sent = new TaskCompletionSource();
        world.Announcer.Sending = sent.Task;

        var deploying = world.DeployAsync("R1");
        Assert.True(SpinWait.SpinUntil(() => world.Serves is ["R1"], TimeSpan.FromSeconds(30)), "it waits for the channels");
        Assert.Single(world.Announcer.Told);
        Assert.False(deploying.IsCompleted);
        sent.SetResult();

        Assert.Equal(ExitCode.Passed, await deploying);
        Assert.Equal(["running", "succeeded"], world.Announcer.Told.Select(told => told.Outcome));
    }
}
