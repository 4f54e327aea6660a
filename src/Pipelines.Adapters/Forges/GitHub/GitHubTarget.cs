using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>GitHub's API, of github.com or an Enterprise Server, according to the runner's variables.</summary>
internal static class GitHubTarget
{
    /// <summary>Whether variables identify a repository on GitHub.</summary>
    public static bool IsNamed(Func<string, string?> variable) => !string.IsNullOrEmpty(variable("GITHUB_REPOSITORY"));

    /// <exception cref="PipelineException">There is no token, or the address is not one that may receive it.</exception>
    public static RestTarget Of(Func<string, string?> variable, Secret? token) => new(
        "GitHub",
        RestTarget.BaseOf("GITHUB_API_URL", variable("GITHUB_API_URL") is { Length: > 0 } url ? url : "https://api.github.com"),
        new Dictionary<string, string> { ["Accept"] = "application/vnd.github+json, application/json",
            ["X-GitHub-Api-Version"] = "2022-11-28" },
        "Authorization", "Bearer ",
        token ?? throw PipelineException.BadInput("token", "is missing, and GitHub cannot be queried without it.",
            "Set the variable PIPELINES_TOKEN: ${{ github.token }} in a workflow."),
        need => $"It needs the permission \"{need}\": in a workflow, `permissions: {{ {need} }}` for the job's own token, otherwise a "
            + "token that has it.");
}
