using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>
/// The parts of GitHub's requests and responses that we use: https://docs.github.com/rest. A member without a default is required.
/// </summary>
internal static class GitHubModel
{
    public sealed record CheckRunPage([property: JsonPropertyName("check_runs")] IReadOnlyList<CheckRun> Runs);

    /// <param name="Status">queued, in_progress, completed and others.</param>
    /// <param name="Conclusion">Null until it is completed.</param>
    /// <param name="HeadSha">The commit it belongs to; null if GitHub does not report it.</param>
    public sealed record CheckRun(string Name, string Status, string? Conclusion, string? HtmlUrl = null, string? HeadSha = null);

    /// <param name="Sha">The commit they belong to; null if GitHub does not report it.</param>
    public sealed record CombinedStatus(IReadOnlyList<CommitStatus> Statuses, string? Sha = null);

    /// <param name="State">error, failure, pending or success.</param>
    /// <param name="Description">Null if it has none.</param>
    public sealed record CommitStatus(string Context, string State, string? TargetUrl = null, string? Description = null);

    public sealed record NewStatus(string State, string Context, string Description);

    public sealed record WorkflowRunPage(IReadOnlyList<WorkflowRun> WorkflowRuns);

    /// <param name="Name">Name of the workflow; null if it has none.</param>
    public sealed record WorkflowRun(long Id, long WorkflowId, string Event, string? Status, string? Conclusion, string HeadSha,
        string HtmlUrl, string? Name = null);

    /// <param name="MergedAt">Null if it is not merged.</param>
    public sealed record PullRequest(long Number, string? MergedAt, string? MergeCommitSha, Head Head, Account? User, string HtmlUrl);

    public sealed record Head(string Sha);

    /// <param name="Type">User, Bot, Mannequin or Organization; null if GitHub does not report it.</param>
    public sealed record Account(string Login, string? Type = null);

    /// <param name="State">APPROVED, CHANGES_REQUESTED, DISMISSED, COMMENTED or PENDING.</param>
    /// <param name="CommitId">The head it refers to; null if that is gone.</param>
    public sealed record Review(Account? User, string State, string? CommitId = null);

    public sealed record GitCommit(string Sha, Verification Verification, string HtmlUrl);

    public sealed record Verification(bool Verified, string Reason);

    public sealed record GitReference([property: JsonPropertyName("ref")] string Reference,
        [property: JsonPropertyName("object")] GitObject Target);

    /// <param name="Type">commit or tag.</param>
    public sealed record GitObject(string Type, string Sha);

    public sealed record GitTag([property: JsonPropertyName("object")] GitObject Target, Verification? Verification = null);

    /// <param name="Protected">By a branch protection rule.</param>
    public sealed record Branch(string Name, Head Commit, bool Protected = false);

    /// <param name="Status">How the second one compares with the first: ahead, behind, identical or diverged.</param>
    public sealed record Comparison(string Status);

    /// <param name="Type">file, symlink or submodule.</param>
    /// <param name="Encoding">base64; none for a file that is too large for it. Null if it is not a file.</param>
    public sealed record Content(string Type, string? Encoding = null, [property: JsonPropertyName("content")] string? Text = null);

    /// <param name="RoleName">More specific than the permission; organizations may define their own.</param>
    public sealed record CollaboratorPermission(string Permission, string? RoleName = null);

    /// <param name="State">active or pending.</param>
    public sealed record TeamMembership(string State);

    public sealed record NewDeployment(
        [property: JsonPropertyName("ref")] string Reference, string Task, bool AutoMerge, IReadOnlyList<string> RequiredContexts,
        string Environment, string Description, DeploymentPayload Payload);

    /// <summary>Identifies a deployment as ours.</summary>
    public sealed record DeploymentPayload(string PipelinesDeployment);

    /// <param name="Payload">Anything; for ours a <see cref="DeploymentPayload"/>.</param>
    public sealed record Deployment(long Id, JsonElement Payload = default)
    {
        [JsonIgnore]
        public bool IsOurs => Payload.ValueKind == JsonValueKind.Object && Payload.TryGetProperty("pipelines_deployment", out _);
    }

    public sealed record NewDeploymentStatus(string State, string Description, bool AutoInactive, string? LogUrl, string? EnvironmentUrl);

    /// <param name="LogUrl">For one created by an Actions job: the URL of the job.</param>
    public sealed record DeploymentStatus(string State, string? LogUrl = null, string? TargetUrl = null);

    public sealed record Question(string Query, QuestionVariables Variables);

    public sealed record QuestionVariables(string Owner, string Name, long Number);

    /// <param name="Data">Null if the query could not be answered.</param>
    public sealed record DecisionAnswer(DecisionData? Data = null, IReadOnlyList<QuestionError>? Errors = null);

    public sealed record QuestionError(string? Message = null);

    public sealed record DecisionData(DecisionRepository? Repository = null);

    public sealed record DecisionRepository([property: JsonPropertyName("pullRequest")] DecisionRequest? PullRequest = null);

    /// <param name="ReviewDecision">APPROVED, CHANGES_REQUESTED, REVIEW_REQUIRED; null if the branch requires no review.</param>
    public sealed record DecisionRequest([property: JsonPropertyName("reviewDecision")] string? ReviewDecision = null);

    public sealed record Comment(long Id, string? Body = null);

    public sealed record NewComment(string Body);
}
