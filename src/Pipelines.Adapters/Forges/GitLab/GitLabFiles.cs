using Pipelines.Adapters.Http;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>Files of a project on GitLab.</summary>
/// <param name="rest">The API.</param>
/// <param name="project">Id of the project.</param>
internal sealed class GitLabFiles(RestClient rest, string project) : IRepositoryFiles
{
    public async Task<string> BranchAsync(string name, CancellationToken cancellation) =>
        (await rest.AskAsync(Get($"branches/{Uri.EscapeDataString(name)}", $"branch {name}"), GitLabJson.Default.Branch,
            cancellation)).Commit.Id;

    public async Task<string> TagAsync(string name, CancellationToken cancellation) =>
        (await rest.AskAsync(Get($"tags/{Uri.EscapeDataString(name)}", $"tag {name}"), GitLabJson.Default.Tag, cancellation)).Commit.Id;

    public async Task<RepositoryFile?> FindAsync(string path, string commit, CancellationToken cancellation)
    {
        var call = Get($"files/{Uri.EscapeDataString(path)}?ref={Uri.EscapeDataString(commit)}", $"file {path} of commit {commit}");
        return await rest.FindAsync(call, GitLabJson.Default.RepositoryFile, cancellation) is { } found
            ? new RepositoryFile("file", found.Encoding, found.Content) : null;
    }

    private RestCall Get(string path, string what) => new(
        $"projects/{Uri.EscapeDataString(project)}/repository/{path}", what, "the scope read_api and the role Reporter");
}
