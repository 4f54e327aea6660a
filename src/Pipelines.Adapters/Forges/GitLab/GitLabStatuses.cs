using System.Text.Json;
using Pipelines.Adapters.Http;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitLab.GitLabModel;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>Commit statuses on GitLab: external jobs. Nobody can change one that has ended: a newer one is shown instead.</summary>
/// <param name="rest">The API.</param>
/// <param name="project">Id of the project.</param>
internal sealed class GitLabStatuses(RestClient rest, string project) : ICommitStatuses
{
    private string Project { get; } = $"projects/{Uri.EscapeDataString(project)}";

    public async Task<string?> FindAsync(string commit, string name, CancellationToken cancellation) =>
        (await rest.PageAsync(
            new RestCall($"{Project}/repository/commits/{Uri.EscapeDataString(commit)}/statuses?name={Uri.EscapeDataString(name)}",
                $"statuses of commit {commit}", "the scope read_api and the role Reporter"), GitLabJson.Default.ListCommitStatus,
            cancellation)).FirstOrDefault(status => status.Name == name)?.Description;

    public Task PutAsync(string commit, string name, string description, CancellationToken cancellation) => rest.DoAsync(
        new RestCall($"{Project}/statuses/{Uri.EscapeDataString(commit)}", $"statuses of commit {commit}",
            "the scope api and the role Developer")
        {
            Method = HttpMethod.Post,
            Body = JsonSerializer.SerializeToUtf8Bytes(new NewStatus("success", name, description), GitLabJson.Default.NewStatus),
            IsRepeatable = true,
        }, cancellation);
}
