namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>
/// The parts of GitLab's requests and responses that we use: https://docs.gitlab.com/api/rest. A member without a default is required.
/// </summary>
internal static class GitLabModel
{
    /// <summary>A job or an external status of a commit.</summary>
    /// <param name="Status">success, failed, canceled, skipped, manual, running, pending, created and others.</param>
    /// <param name="Sha">The commit it belongs to; null if GitLab does not report it.</param>
    /// <param name="Description">Null if it has none.</param>
    public sealed record CommitStatus(
        string Name, string Status, string? TargetUrl = null, string? Sha = null, string? Description = null);

    public sealed record NewStatus(string State, string Name, string Description);

    /// <param name="Name">Value of <c>workflow:name</c>; null if it has none.</param>
    public sealed record Pipeline(long Id, string Sha, string Status, string? Source = null, string? Name = null, string? WebUrl = null);

    /// <param name="Sha">Head of its branch.</param>
    public sealed record MergeRequest(
        long Iid, string State, string? Sha, Account? Author, string? MergeCommitSha = null, string? SquashCommitSha = null,
        string? WebUrl = null);

    public sealed record Account(string Username);

    /// <param name="Approved">Whether the project's approval rules are satisfied, including code owners; null if GitLab does not report
    /// it.</param>
    public sealed record Approvals(IReadOnlyList<Approval> ApprovedBy, bool? Approved = null);

    /// <param name="ApprovedAt">Null if GitLab does not report it.</param>
    public sealed record Approval(Account User, DateTimeOffset? ApprovedAt = null);

    /// <summary>A state of a merge request.</summary>
    public sealed record RequestVersion(string? HeadCommitSha = null, DateTimeOffset? CreatedAt = null);

    /// <param name="State">unreviewed, reviewed, requested_changes, approved and others.</param>
    public sealed record Reviewer(Account User, string State);

    /// <param name="VerificationStatus">verified, unverified, unknown_key and others; null if GitLab does not know.</param>
    public sealed record ObjectSignature(string? VerificationStatus);

    public sealed record Tag(NamedCommit Commit);

    public sealed record Branch(string Name, NamedCommit Commit, bool Protected = false);

    /// <param name="Type">branch or tag.</param>
    public sealed record CommitRef(string Type, string Name);

    public sealed record NamedCommit(string Id);

    /// <param name="Encoding">base64.</param>
    public sealed record RepositoryFile(string Encoding, string Content);

    public sealed record Member(string Username, int AccessLevel, string? State = null);

    /// <param name="FreezeStart">Cron.</param>
    /// <param name="FreezeEnd">Cron.</param>
    public sealed record FreezePeriod(string FreezeStart, string FreezeEnd, string CronTimezone);

    public sealed record NewDeployment(string Environment, string Sha, string Ref, bool Tag, string Status);

    public sealed record Deployment(long Id);

    public sealed record DeploymentUpdate(string Status);

    /// <param name="ExternalUrl">URL of the deployed app; null for none.</param>
    public sealed record Environment(long Id, string Name, string? ExternalUrl = null);

    public sealed record EnvironmentUpdate(string ExternalUrl);

    /// <param name="System">Whether it was written by GitLab, not a person.</param>
    public sealed record Note(long Id, string Body, bool System = false, Account? Author = null, DateTimeOffset? CreatedAt = null);

    public sealed record NewNote(string Body);
}
