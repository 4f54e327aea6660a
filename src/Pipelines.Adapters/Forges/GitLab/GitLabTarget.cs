using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>GitLab's API, of gitlab.com or a self-managed instance, according to the job's variables.</summary>
internal static class GitLabTarget
{
    /// <summary>Whether variables identify a project on GitLab.</summary>
    public static bool IsNamed(Func<string, string?> variable) =>
        !string.IsNullOrEmpty(variable("CI_API_V4_URL")) && !string.IsNullOrEmpty(variable("CI_PROJECT_ID"));

    /// <summary>The given token, otherwise the job's own, which has fewer permissions.</summary>
    /// <exception cref="PipelineException">There is neither, or the address is not one that may receive it.</exception>
    public static RestTarget Of(Func<string, string?> variable, Secret? token)
    {
        var own = variable("CI_JOB_TOKEN") is { Length: > 0 } job ? new Secret(job) : null;
        var given = token ?? own ?? throw PipelineException.BadInput(
            "token", "is missing, and GitLab cannot be queried without it.",
            "Set the masked variable PIPELINES_TOKEN in Settings > CI/CD.");
        return new RestTarget(
            "GitLab",
            RestTarget.BaseOf("CI_API_V4_URL", variable("CI_API_V4_URL")!),
            new Dictionary<string, string> { ["Accept"] = "application/json" },
            given.Equals(own) ? "JOB-TOKEN" : "PRIVATE-TOKEN", "", given,
            need => $"It needs {need}{(given.Equals(own) ? ", which the job's own token does not have" : "")}: a project access token, "
                + "in the masked variable PIPELINES_TOKEN.");
    }
}
