using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>What we read of GitHub's answers and send to it: https://docs.github.com/rest. A member without a default must be there.</summary>
internal static class GitHubModel
{
    public sealed record CheckRunPage([property: JsonPropertyName("check_runs")] IReadOnlyList<CheckRun> Runs);

    /// <param name="Status">queued, in_progress, completed and others.</param>
    /// <param name="Conclusion">Null until it is completed.</param>
    /// <param name="HeadSha">The commit that it is of; null when GitHub does not say.</param>
    public sealed record CheckRun(string Name, string Status, string? Conclusion, string? HtmlUrl = null, string? HeadSha = null);

    /// <param name="Sha">The commit that they are of; null when GitHub does not say.</param>
    public sealed record CombinedStatus(IReadOnlyList<CommitStatus> Statuses, string? Sha = null);

    /// <param name="State">error, failure, pending or success.</param>
    public sealed record CommitStatus(string Context, string State, string? TargetUrl = null);

    public sealed record WorkflowRunPage(IReadOnlyList<WorkflowRun> WorkflowRuns);

    /// <param name="Name">Name of the workflow; null when it has none.</param>
    public sealed record WorkflowRun(long Id, long WorkflowId, string Event, string? Status, string? Conclusion, string HeadSha, string HtmlUrl, string? Name = null);

    /// <param name="MergedAt">Null when it is not merged.</param>
    public sealed record PullRequest(long Number, string? MergedAt, string? MergeCommitSha, Head Head, Account? User, string HtmlUrl);

    public sealed record Head(string Sha);

    /// <param name="Type">User, Bot, Mannequin or Organization; null when GitHub does not say.</param>
    public sealed record Account(string Login, string? Type = null);

    /// <param name="State">APPROVED, CHANGES_REQUESTED, DISMISSED, COMMENTED or PENDING.</param>
    /// <param name="CommitId">The head that it is about; null when that is gone.</param>
    public sealed record Review(Account? User, string State, string? CommitId = null);

    public sealed record GitCommit(string Sha, Verification Verification, string HtmlUrl);

    public sealed record Verification(bool Verified, string Reason);

    public sealed record GitReference([property: JsonPropertyName("ref")] string Reference, [property: JsonPropertyName("object")] GitObject Target);

    /// <param name="Type">commit or tag.</param>
    public sealed record GitObject(string Type, string Sha);

    public sealed record GitTag([property: JsonPropertyName("object")] GitObject Target, Verification? Verification = null);

    /// <param name="Protected">By a rule for branches.</param>
    public sealed record Branch(string Name, Head Commit, bool Protected = false);

    /// <param name="Status">How the second one is to the first: ahead, behind, identical or diverged.</param>
    public sealed record Comparison(string Status);

    /// <param name="Type">file, symlink or submodule.</param>
    /// <param name="Encoding">base64; none for a file that is too large for it. Null for what is no file.</param>
    public sealed record Content(string Type, string? Encoding = null, [property: JsonPropertyName("content")] string? Text = null);

    /// <param name="RoleName">Finer than the permission; organizations may have their own.</param>
    public sealed record CollaboratorPermission(string Permission, string? RoleName = null);

    /// <param name="State">active or pending.</param>
    public sealed record TeamMembership(string State);

    public sealed record NewDeployment(
        [property: JsonPropertyName("ref")] string Reference, string Task, bool AutoMerge, IReadOnlyList<string> RequiredContexts, string Environment, string Description, DeploymentPayload Payload);

    /// <summary>By it a deployment is known as ours.</summary>
    public sealed record DeploymentPayload(string PipelinesDeployment);

    /// <param name="Payload">Anything; of ours a <see cref="DeploymentPayload"/>.</param>
    public sealed record Deployment(long Id, JsonElement Payload = default)
    {
        [JsonIgnore]
        public bool IsOurs => Payload.ValueKind == JsonValueKind.Object && Payload.TryGetProperty("pipelines_deployment", out _);
    }

    public sealed record NewDeploymentStatus(string State, string Description, bool AutoInactive, string? LogUrl, string? EnvironmentUrl);

    /// <param name="LogUrl">For one that a job of Actions made: the page of the job.</param>
    public sealed record DeploymentStatus(string State, string? LogUrl = null, string? TargetUrl = null);

    public sealed record Question(string Query, QuestionVariables Variables);

    public sealed record QuestionVariables(string Owner, string Name, long Number);

    /// <param name="Data">Null when it could not be answered.</param>
    public sealed record DecisionAnswer(DecisionData? Data = null, IReadOnlyList<QuestionError>? Errors = null);

    public sealed record QuestionError(string? Message = null);

    public sealed record DecisionData(DecisionRepository? Repository = null);

    public sealed record DecisionRepository([property: JsonPropertyName("pullRequest")] DecisionRequest? PullRequest = null);

    /// <param name="ReviewDecision">APPROVED, CHANGES_REQUESTED, REVIEW_REQUIRED; null when the branch requires no review.</param>
    public sealed record DecisionRequest([property: JsonPropertyName("reviewDecision")] string? ReviewDecision = null);

    public sealed record Comment(long Id, string? Body = null);

    public sealed record NewComment(string Body);
}
