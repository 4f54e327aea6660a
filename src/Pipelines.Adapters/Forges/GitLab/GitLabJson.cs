using System.Text.Json.Serialization;

namespace Pipelines.Adapters.Forges.GitLab;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(List<GitLabModel.CommitStatus>))]
[JsonSerializable(typeof(List<GitLabModel.Pipeline>))]
[JsonSerializable(typeof(List<GitLabModel.MergeRequest>))]
[JsonSerializable(typeof(GitLabModel.Approvals))]
[JsonSerializable(typeof(List<GitLabModel.RequestVersion>))]
[JsonSerializable(typeof(List<GitLabModel.Reviewer>))]
[JsonSerializable(typeof(GitLabModel.ObjectSignature))]
[JsonSerializable(typeof(GitLabModel.Tag))]
[JsonSerializable(typeof(GitLabModel.Branch))]
[JsonSerializable(typeof(List<GitLabModel.CommitRef>))]
[JsonSerializable(typeof(GitLabModel.RepositoryFile))]
[JsonSerializable(typeof(List<GitLabModel.Member>))]
[JsonSerializable(typeof(List<GitLabModel.FreezePeriod>))]
[JsonSerializable(typeof(GitLabModel.NewDeployment))]
[JsonSerializable(typeof(GitLabModel.NewStatus))]
[JsonSerializable(typeof(GitLabModel.Deployment))]
[JsonSerializable(typeof(GitLabModel.DeploymentUpdate))]
[JsonSerializable(typeof(List<GitLabModel.Environment>))]
[JsonSerializable(typeof(GitLabModel.EnvironmentUpdate))]
[JsonSerializable(typeof(List<GitLabModel.Note>))]
[JsonSerializable(typeof(GitLabModel.NewNote))]
internal sealed partial class GitLabJson : JsonSerializerContext;
