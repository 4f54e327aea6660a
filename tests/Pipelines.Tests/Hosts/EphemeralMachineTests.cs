using Pipelines.Adapters.Hosts.Local;
using Pipelines.Adapters.Posix;

namespace Pipelines.Tests.Hosts;

/// <summary>What the platforms and our image declare, and what only looks like it.</summary>
public sealed class EphemeralMachineTests
{
    [Theory]
    [InlineData("the container of this step", "GITHUB_ACTIONS=true GITHUB_WORKSPACE=/github/workspace")]
    [InlineData("the container of this step", "GITHUB_ACTIONS=true GITHUB_WORKSPACE=/github/workspace RUNNER_ENVIRONMENT=self-hosted")]
    [InlineData("the container of this step", "GITHUB_ACTIONS=true GITHUB_WORKSPACE=/github/workspace PIPELINES_IMAGE=1")]
    [InlineData("the container of this job", "GITHUB_ACTIONS=true GITHUB_WORKSPACE=/__w/backend/backend RUNNER_ENVIRONMENT=self-hosted")]
    [InlineData("a runner of GitHub's", "GITHUB_ACTIONS=true GITHUB_WORKSPACE=/home/runner/work/a/a RUNNER_ENVIRONMENT=github-hosted")]
    [InlineData("the environment of this job", "GITLAB_CI=true CI_DISPOSABLE_ENVIRONMENT=true")]
    [InlineData("the environment of this job", "GITLAB_CI=true CI_DISPOSABLE_ENVIRONMENT=true PIPELINES_IMAGE=1")]
    [InlineData("this container", "PIPELINES_IMAGE=1")]
    [InlineData(null, "")]
    [InlineData(null, "PIPELINES_IMAGE=")]
    [InlineData(null, "GITHUB_ACTIONS=true GITHUB_WORKSPACE=/opt/actions-runner/_work/a/a RUNNER_ENVIRONMENT=self-hosted")]
    [InlineData(null, "GITHUB_ACTIONS=true")]
    [InlineData(null, "GITHUB_ACTIONS=true GITHUB_WORKSPACE=/__work/a")]
    [InlineData(null, "GITHUB_WORKSPACE=/github/workspace")]
    [InlineData(null, "RUNNER_ENVIRONMENT=github-hosted")]
    [InlineData(null, "GITLAB_CI=true")]
    [InlineData(null, "GITLAB_CI=true CI_DISPOSABLE_ENVIRONMENT=false")]
    [InlineData(null, "CI_DISPOSABLE_ENVIRONMENT=true")]
    public void OnlyWhatIsDeclaredToBeDiscardedIs(string? expected, string variables)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);

        var description = new EphemeralMachine(set.GetValueOrDefault).Description;

        Assert.Equal(expected, description?.Split(", which is gone when")[0]);
    }
}
