using Pipelines.Adapters.Http;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>Files of a repository on GitHub.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
internal sealed class GitHubFiles(RestClient rest, string repository) : IRepositoryFiles
{
    public Task<string> BranchAsync(string name, CancellationToken cancellation) =>
        CommitAsync($"heads/{name}", $"branch {name}", cancellation);

    public Task<string> TagAsync(string name, CancellationToken cancellation) => CommitAsync($"tags/{name}", $"tag {name}", cancellation);

    public async Task<RepositoryFile?> FindAsync(string path, string commit, CancellationToken cancellation)
    {
        var call = new RestCall(
            $"repos/{GitHubPlatform.Segments(repository)}/contents/{GitHubPlatform.Segments(path)}?ref={Uri.EscapeDataString(commit)}",
            $"file {path} of commit {commit}", "contents: read");
        return await rest.FindAsync(call, GitHubJson.Default.FileOrFolder, cancellation) switch
        {
            null => null,
            { File: { } file } => new RepositoryFile(file.Type, file.Encoding, file.Text),
            _ => new RepositoryFile("directory", null, null),
        };
    }

    private async Task<string> CommitAsync(string name, string what, CancellationToken cancellation) =>
        (await new GitHubReferences(rest, repository).AskAsync(name, what, cancellation)).Commit;
}
