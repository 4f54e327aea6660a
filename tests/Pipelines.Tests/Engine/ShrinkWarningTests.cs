using Pipelines.Errors;
using Pipelines.Model;

namespace Pipelines.Tests.Engine;

/// <summary>The kind: a build that lost nearly everything goes live without a word.</summary>
public sealed class ShrinkWarningTests
{
    [Theory]
    [InlineData(100, 1000, 100, 99, true)]
    [InlineData(100, 1000, 9, 1000, true)]
    [InlineData(100, 1000, 0, 0, true)]
    [InlineData(100, 1000, 10, 100, false)]
    [InlineData(100, 1000, 200, 5000, false)]
    [InlineData(0, 0, 1, 1, false)]
    [InlineData(1, 0, 1, 0, false)]
    public async Task LessThanATenthOfTheLiveReleaseWarns(long files, long bytes, long nextFiles, long nextBytes, bool warns)
    {
        var world = new DeploymentWorld();
        world.Contents["one"] = (files, bytes);
        world.Contents["two"] = (nextFiles, nextBytes);
        await world.DeployAsync("one");
        Assert.Empty(world.Reporter.Warnings);

        Assert.Equal(ExitCode.Passed, await world.DeployAsync("two"));

        Assert.Equal(warns, world.Reporter.Warnings.Count == 1);
        Assert.All(world.Reporter.Warnings, warning => Assert.StartsWith($"release two has {nextFiles} files with ", warning.What,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task AWayBackIsNoReasonToWarn()
    {
        var world = new DeploymentWorld();
        world.Contents["big"] = (100, 1000);
        await world.DeployAsync("small");
        await world.DeployAsync("big");

        await world.DeployAsync("small", DeploymentType.Rollback);

        Assert.Empty(world.Reporter.Warnings);
    }
}
