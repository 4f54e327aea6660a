using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Forges.GitHub;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GitHubModel.CheckRunPage))]
[JsonSerializable(typeof(GitHubModel.CombinedStatus))]
[JsonSerializable(typeof(GitHubModel.WorkflowRunPage))]
[JsonSerializable(typeof(List<GitHubModel.PullRequest>))]
[JsonSerializable(typeof(List<GitHubModel.Review>))]
[JsonSerializable(typeof(GitHubModel.Question))]
[JsonSerializable(typeof(GitHubModel.DecisionAnswer))]
[JsonSerializable(typeof(GitHubModel.GitCommit))]
[JsonSerializable(typeof(GitHubModel.GitReference))]
[JsonSerializable(typeof(GitHubModel.GitTag))]
[JsonSerializable(typeof(GitHubModel.Content))]
[JsonSerializable(typeof(FileOrFolder))]
[JsonSerializable(typeof(GitHubModel.Branch))]
[JsonSerializable(typeof(List<GitHubModel.Branch>))]
[JsonSerializable(typeof(GitHubModel.Comparison))]
[JsonSerializable(typeof(GitHubModel.CollaboratorPermission))]
[JsonSerializable(typeof(GitHubModel.TeamMembership))]
[JsonSerializable(typeof(GitHubModel.NewDeployment))]
[JsonSerializable(typeof(GitHubModel.NewStatus))]
[JsonSerializable(typeof(GitHubModel.Deployment))]
[JsonSerializable(typeof(List<GitHubModel.Deployment>))]
[JsonSerializable(typeof(GitHubModel.NewDeploymentStatus))]
[JsonSerializable(typeof(List<GitHubModel.DeploymentStatus>))]
[JsonSerializable(typeof(List<GitHubModel.Comment>))]
[JsonSerializable(typeof(GitHubModel.NewComment))]
internal sealed partial class GitHubJson : JsonSerializerContext;
