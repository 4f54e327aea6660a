using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>GitHub's API, of github.com or of an Enterprise Server, as the runner names it.</summary>
internal static class GitHubTarget
{
    /// <summary>Whether variables name a repository on GitHub.</summary>
    public static bool IsNamed(Func<string, string?> variable) => !string.IsNullOrEmpty(variable("GITHUB_REPOSITORY"));

    /// <exception cref="PipelineException">There is no token, or the address is not one that may have it.</exception>
    public static RestTarget Of(Func<string, string?> variable, Secret? token) => new(
        "GitHub",
        RestTarget.BaseOf("GITHUB_API_URL", variable("GITHUB_API_URL") is { Length: > 0 } url ? url : "https://api.github.com"),
        new Dictionary<string, string> { ["Accept"] = "application/vnd.github+json, application/json", ["X-GitHub-Api-Version"] = "2022-11-28" },
        "Authorization", "Bearer ",
        token ?? throw PipelineException.BadInput("token", "is missing, and GitHub cannot be asked without.", "Give the variable PIPELINES_TOKEN: ${{ github.token }} in a workflow."),
        need => $"It takes the permission \"{need}\": in a workflow `permissions: {{ {need} }}` for its own token, else a token that has it.");
}
