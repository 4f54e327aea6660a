using Pipelines.Adapters.Http;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>What GitHub knows about a commit.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
/// <param name="run">Id of the current workflow run, which cannot have finished. Null for none.</param>
internal sealed class GitHubPlatform(RestClient rest, string repository, string? run) : IPlatform
{
    private string Repository { get; } = $"repos/{Segments(repository)}";

    public async Task<IReadOnlyList<CommitCheck>> ChecksAsync(string commit, CancellationToken cancellation)
    {
        var all =
            await Task.WhenAll(CheckRunsAsync(commit, cancellation), StatusesAsync(commit, cancellation),
                WorkflowsAsync(commit, cancellation));
        return [.. all.SelectMany(checks => checks)];
    }

    public async Task<ChangeReview?> ReviewAsync(string commit, CancellationToken cancellation)
    {
        var requests = new GitHubRequests(rest, repository);
        if (await requests.FindAsync(commit, cancellation) is not { } pull)
        {
            return null;
        }

        var (reviews, missing) = (requests.ReviewsAsync(pull, cancellation), requests.MissingAsync(pull, cancellation));
        await Task.WhenAll(reviews, missing);
        var words = LastWords(await reviews).ToList();
        var approvals = words.Where(review => review.State == "APPROVED")
            .Select(review => (review.User!.Login, Doubt: Doubt(review, pull.Head.Sha))).ToList();
        return new ChangeReview(
            $"pull request #{pull.Number}",
            pull.User?.Login ?? "",
            [.. approvals.Where(each => each.Doubt is null).Select(each => each.Login)],
            [.. words.Where(review => review.State == "CHANGES_REQUESTED").Select(review => review.User!.Login)],
            Page(pull.HtmlUrl))
        {
            Uncounted = [.. approvals.Where(each => each.Doubt is not null).Select(each => new UncountedApproval(each.Login, each.Doubt!))],
            Missing = await missing,
        };
    }

    public async Task<IReadOnlyList<CommitBranch>> BranchesAsync(string commit, BranchFilter filter, CancellationToken cancellation)
    {
        var named = await Task.WhenAll(filter.Exact.Select(name => rest.FindAsync(
            Get($"branches/{Uri.EscapeDataString(name)}", $"branch {name}", "contents: read"), GitHubJson.Default.Branch, cancellation)));
        var listed = filter.HasPatterns
            ? await rest.ListAsync(Get("branches?per_page=100", "branches", "contents: read"), GitHubJson.Default.ListBranch, page =>
            page, cancellation) : [];
        var branches = named.OfType<Branch>().Concat(listed).Where(branch => filter.Takes(branch.Name)).DistinctBy(branch => branch.Name)
            .ToList();
        filter.RequireFew(branches.Count);
        var contained = await Task.WhenAll(branches.Select(branch => IsInAsync(branch, commit, cancellation)));
        return [.. branches.Zip(contained).Where(each => each.Second)
            .Select(each => new CommitBranch(each.First.Name, each.First.Protected))];
    }

    public async Task<Signature> CommitSignatureAsync(string commit, CancellationToken cancellation)
    {
        var found =
            await rest.AskAsync(Get($"git/commits/{commit}", $"commit {commit}", "contents: read"), GitHubJson.Default.GitCommit,
                cancellation);
        return new Signature(found.Verification.Verified, found.Verification.Reason, found.Sha, Page(found.HtmlUrl));
    }

    public async Task<Signature?> TagSignatureAsync(string tag, CancellationToken cancellation) =>
        await new GitHubReferences(rest, repository).FindAsync($"tags/{tag}", $"tag {tag}", cancellation) switch
        {
            null => null,
            { Tag: null, Commit: var commit } => new Signature(false, "a lightweight tag", commit),
            { Tag.Verification: var verification, Commit: var commit } =>
                new Signature(verification is { Verified: true }, verification?.Reason ?? "unknown", commit),
        };

    /// <summary>A path with escaped foreign parts.</summary>
    public static string Segments(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Null if GitHub itself would count the approval, apart from the reviewer's permissions.</summary>
    private static string? Doubt(Review review, string head) =>
        review.User!.Type == "Bot" ? "a bot"
        : review.CommitId is null ? "GitHub does not report for which state"
        : review.CommitId != head ? "approved an earlier state"
        : null;

    private static Uri? Page(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var page) && page.Scheme is "https" or "http" ? page : null;

    /// <summary>By hashes, because a tag may have the name of a branch.</summary>
    private async Task<bool> IsInAsync(Branch branch, string commit, CancellationToken cancellation)
    {
        var call = Get($"compare/{Uri.EscapeDataString(branch.Commit.Sha)}...{commit}?per_page=1",
            $"commit {commit} and branch {branch.Name}", "contents: read");
        return (await rest.AskAsync(call, GitHubJson.Default.Comparison, cancellation)).Status is "behind" or "identical";
    }

    private RestCall Get(string path, string what, string need) => new($"{Repository}/{path}", what, need);

    private async Task<IEnumerable<CommitCheck>> CheckRunsAsync(string commit, CancellationToken cancellation)
    {
        var runs = await rest.ListAsync(
            Get($"commits/{commit}/check-runs?filter=latest&per_page=100", $"checks of commit {commit}", "checks: read"),
            GitHubJson.Default.CheckRunPage, page => page.Runs, cancellation);
        return runs.Where(check => check.HeadSha == commit)
            .Select(check => Check(check.Name, check.Status, check.Conclusion, check.HtmlUrl));
    }

    private async Task<IEnumerable<CommitCheck>> StatusesAsync(string commit, CancellationToken cancellation)
    {
        var statuses = await rest.ListAsync(
            Get($"commits/{commit}/status?per_page=100", $"statuses of commit {commit}", "statuses: read"),
            GitHubJson.Default.CombinedStatus, page => page.Sha == commit ? page.Statuses : [], cancellation);
        return statuses.Select(status => new CommitCheck(
            status.Context,
            status.State switch
            {
                "success" => CheckState.Succeeded,
                "pending" => CheckState.Pending,
                _ => CheckState.Failed,
            },
            status.State, Page(status.TargetUrl)));
    }

    /// <summary>The newest run of each workflow and event; older ones are superseded.</summary>
    private async Task<IEnumerable<CommitCheck>> WorkflowsAsync(string commit, CancellationToken cancellation)
    {
        var runs = await rest.ListAsync(
            Get($"actions/runs?head_sha={commit}&per_page=100", $"workflow runs of commit {commit}", "actions: read"),
            GitHubJson.Default.WorkflowRunPage, page => page.WorkflowRuns, cancellation);
        return runs.Where(each => each.Name is not null && each.HeadSha == commit && $"{each.Id}" != run)
            .GroupBy(each => (each.WorkflowId, each.Event)).Select(group => group.MaxBy(each => each.Id)!)
            .Select(each => Check(each.Name!, each.Status ?? "unknown", each.Conclusion, each.HtmlUrl));
    }

    private static CommitCheck Check(string name, string status, string? conclusion, string? url) => (status, conclusion) switch
    {
        ("completed", "success") => new(name, CheckState.Succeeded, conclusion, Page(url)),
        ("completed", _) => new(name, CheckState.Failed, conclusion ?? "no conclusion", Page(url)),
        _ => new(name, CheckState.Pending, status, Page(url)),
    };

    /// <summary>Each reviewer's latest verdict; a plain comment does not retract it.</summary>
    private static IEnumerable<Review> LastWords(IEnumerable<Review> reviews) => reviews
        .Where(review => review is { User: not null, State: "APPROVED" or "CHANGES_REQUESTED" or "DISMISSED" })
        .GroupBy(review => review.User!.Login).Select(group => group.Last());
}
