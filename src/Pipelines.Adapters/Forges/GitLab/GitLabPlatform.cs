using Pipelines.Adapters.Http;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitLab.GitLabModel;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>What GitLab knows about a commit.</summary>
/// <param name="rest">The API.</param>
/// <param name="project">Id of the project.</param>
/// <param name="pipeline">Id of the current pipeline, which cannot have finished. Null for none.</param>
internal sealed class GitLabPlatform(RestClient rest, string project, string? pipeline) : IPlatform
{
    private const string Reader = "the scope read_api and the role Reporter";

    /// <summary>The display name of a pipeline without a name.</summary>
    private const string Nameless = "pipeline";

    private string Project { get; } = $"projects/{Uri.EscapeDataString(project)}";

    public async Task<IReadOnlyList<CommitCheck>> ChecksAsync(string commit, CancellationToken cancellation)
    {
        var jobs = rest.ListAsync(
            Get($"repository/commits/{commit}/statuses?per_page=100", $"jobs and statuses of commit {commit}"),
            GitLabJson.Default.ListCommitStatus, page => page, cancellation);
        var pipelines = rest.ListAsync(
            Get($"pipelines?sha={commit}&per_page=100", $"pipelines of commit {commit}"), GitLabJson.Default.ListPipeline, page =>
                page, cancellation);
        await Task.WhenAll(jobs, pipelines);
        return
        [
            .. (await jobs).Where(job => job.Sha == commit).Select(job => Check(job.Name, job.Status, job.TargetUrl)),
            .. Newest(await pipelines, commit).Select(each => Check(each.Name ?? Nameless, each.Status, each.WebUrl)),
        ];
    }

    public async Task<ChangeReview?> ReviewAsync(string commit, CancellationToken cancellation)
    {
        var requests = new GitLabRequests(rest, project);
        return await requests.FindAsync(commit, cancellation) is { } request
            ? await new GitLabReview(requests, request).ReadAsync(Page(request.WebUrl), cancellation)
            : null;
    }

    public async Task<IReadOnlyList<CommitBranch>> BranchesAsync(string commit, BranchFilter filter, CancellationToken cancellation)
    {
        var holders = await rest.ListAsync(
            Get($"repository/commits/{commit}/refs?type=branch&per_page=100", $"branches of commit {commit}"),
            GitLabJson.Default.ListCommitRef, page => page, cancellation);
        var names = holders.Where(holder => holder.Type == "branch" && filter.Takes(holder.Name)).Select(holder => holder.Name).ToList();
        filter.RequireFew(names.Count);
        return await Task.WhenAll(names.Select(async name => new CommitBranch(
            name, (await rest.AskAsync(Get($"repository/branches/{Uri.EscapeDataString(name)}", $"branch {name}"),
                GitLabJson.Default.Branch, cancellation)).Protected)));
    }

    public async Task<Signature> CommitSignatureAsync(string commit, CancellationToken cancellation) => Signature(
        await rest.FindAsync(Get($"repository/commits/{commit}/signature", $"the signature of commit {commit}"),
            GitLabJson.Default.ObjectSignature, cancellation), commit);

    public async Task<Signature?> TagSignatureAsync(string tag, CancellationToken cancellation)
    {
        var path = $"repository/tags/{Uri.EscapeDataString(tag)}";
        return await rest.FindAsync(Get(path, $"tag {tag}"), GitLabJson.Default.Tag, cancellation) is { } found
            ? Signature(
                await rest.FindAsync(Get($"{path}/signature", $"the signature of tag {tag}"), GitLabJson.Default.ObjectSignature,
                cancellation), found.Commit.Id)
            : null;
    }

    private static Signature Signature(ObjectSignature? found, string commit) =>
        new(found?.VerificationStatus == "verified", found is null ? "unsigned" : found.VerificationStatus ?? "unknown", commit);

    private static Uri? Page(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "https" or "http" ? page : null;

    private RestCall Get(string path, string what) => new($"{Project}/{path}", what, Reader);

    /// <summary>The newest pipeline of each name and source; older ones are superseded.</summary>
    private IEnumerable<Pipeline> Newest(IEnumerable<Pipeline> pipelines, string commit) => pipelines
        .Where(each => each.Sha == commit && $"{each.Id}" != pipeline)
        .GroupBy(each => (each.Name, each.Source)).Select(group => group.MaxBy(each => each.Id)!);

    private static CommitCheck Check(string name, string status, string? url) => new(
        name,
        status switch
        {
            "success" => CheckState.Succeeded,
            "failed" or "canceled" or "canceling" or "skipped" => CheckState.Failed,
            _ => CheckState.Pending,
        },
        status, Page(url));
}
