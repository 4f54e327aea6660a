using Pipelines.Adapters.Http;
using Pipelines.Errors;
using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>Branches and tags of a repository on GitHub, each by its full name: <c>heads/main</c>, <c>tags/v1</c>.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
internal sealed class GitHubReferences(RestClient rest, string repository)
{
    /// <exception cref="PipelineException">It does not exist, access is denied, or it does not point to a commit.</exception>
    public async Task<GitHubReference> AskAsync(string name, string what, CancellationToken cancellation) =>
        await FollowAsync(name, what, await rest.AskAsync(Get("ref", name, what), GitHubJson.Default.GitReference, cancellation),
            cancellation);

    /// <summary>Null if there is none.</summary>
    /// <exception cref="PipelineException">Access is denied, or it does not point to a commit.</exception>
    public async Task<GitHubReference?> FindAsync(string name, string what, CancellationToken cancellation) =>
        await rest.FindAsync(Get("ref", name, what), GitHubJson.Default.GitReference, cancellation) is { } found
            ? await FollowAsync(name, what, found, cancellation)
            : null;

    /// <summary>An older version of this GitHub API matched prefixes of names.</summary>
    private async Task<GitHubReference> FollowAsync(string name, string what, GitReference found, CancellationToken cancellation)
    {
        var isAsked = found.Reference == $"refs/{name}";
        var tag = isAsked && found.Target.Type == "tag"
            ? await rest.AskAsync(Get("tags", found.Target.Sha, what), GitHubJson.Default.GitTag, cancellation)
            : null;
        var target = tag?.Target ?? found.Target;
        return isAsked && target.Type == "commit"
            ? new GitHubReference(target.Sha, tag)
            : throw new PipelineException($"GitHub returned {what} as a {target.Type} of {found.Reference}. Expected a commit of "
            + $"refs/{name}.");
    }

    private RestCall Get(string kind, string name, string what) =>
        new($"repos/{GitHubPlatform.Segments(repository)}/git/{kind}/{Uri.EscapeDataString(name)}", what, "contents: read");
}
