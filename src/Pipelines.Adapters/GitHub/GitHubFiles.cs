using Pipelines.Adapters.Configuration;
using Pipelines.Adapters.Rest;
using Pipelines.Errors;

namespace Pipelines.Adapters.GitHub;

/// <summary>Files of a repository on GitHub.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
internal sealed class GitHubFiles(RestClient rest, string repository) : IRepositoryFiles
{
    public Task<string> BranchAsync(string name, CancellationToken cancellation) => CommitAsync($"heads/{name}", $"branch {name}", cancellation);

    public Task<string> TagAsync(string name, CancellationToken cancellation) => CommitAsync($"tags/{name}", $"tag {name}", cancellation);

    public async Task<RepositoryFile?> FindAsync(string path, string commit, CancellationToken cancellation)
    {
        var call = Get($"contents/{GitHubPlatform.Segments(path)}?ref={Uri.EscapeDataString(commit)}", $"file {path} of commit {commit}");
        return await rest.FindAsync(call, GitHubJson.Default.FileOrFolder, cancellation) switch
        {
            null => null,
            { File: { } file } => new RepositoryFile(file.Type, file.Encoding, file.Text),
            _ => new RepositoryFile("directory", null, null),
        };
    }

    private async Task<string> CommitAsync(string name, string what, CancellationToken cancellation)
    {
        var reference = await rest.AskAsync(Get($"git/ref/{Uri.EscapeDataString(name)}", what), GitHubJson.Default.GitReference, cancellation);
        var target = reference.Reference == $"refs/{name}" && reference.Target.Type == "tag"
            ? (await rest.AskAsync(Get($"git/tags/{Uri.EscapeDataString(reference.Target.Sha)}", what), GitHubJson.Default.GitTag, cancellation)).Target
            : reference.Target;
        return reference.Reference == $"refs/{name}" && target.Type == "commit"
            ? target.Sha
            : throw new PipelineException($"GitHub told {what} as a {target.Type} of {reference.Reference}. Expected a commit of refs/{name}.");
    }

    private RestCall Get(string path, string what) => new($"repos/{GitHubPlatform.Segments(repository)}/{path}", what, "contents: read");
}
