using Pipelines.Model;
using Pipelines.Steps;

namespace Pipelines.Cli.Hosts;

/// <summary>The run as described by GitLab's predefined variables.</summary>
internal static class GitLabRun
{
    public static RunContext Read(Func<string, string?> variable) => new(variable("CI_PIPELINE_SOURCE") ?? "unknown")
    {
        Freeze = string.IsNullOrEmpty(variable("CI_DEPLOY_FREEZE")) ? null : "GitLab's deploy freeze",
        Workspace = variable("CI_PROJECT_DIR"),
        Origin = new Origin
        {
            Commit = variable("CI_COMMIT_SHA"),
            Ref = variable("CI_COMMIT_REF_NAME"),
            Actor = variable("GITLAB_USER_LOGIN"),
            Repository = variable("CI_PROJECT_PATH"),
            RunNumber = variable("CI_PIPELINE_IID"),
            RunUrl = variable("CI_JOB_URL") ?? variable("CI_PIPELINE_URL"),
            CommitUrl = variable("CI_PROJECT_URL") is { } project && variable("CI_COMMIT_SHA") is { } commit
                ? $"{project}/-/commit/{commit}" : null,
        },
    };
}
