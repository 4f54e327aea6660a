using System.Text.Json;
using Pipelines.Adapters.Http;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>Commit statuses on GitHub. Nobody can change or remove one: a newer one is shown instead.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
internal sealed class GitHubStatuses(RestClient rest, string repository) : ICommitStatuses
{
    private string Repository { get; } = $"repos/{GitHubPlatform.Segments(repository)}";

    public async Task<string?> FindAsync(string commit, string name, CancellationToken cancellation) =>
        (await rest.AskAsync(
            new RestCall($"{Repository}/commits/{Uri.EscapeDataString(commit)}/status?per_page=100", $"statuses of commit {commit}",
                "statuses: read"), GitHubJson.Default.CombinedStatus, cancellation))
            .Statuses.FirstOrDefault(status => status.Context == name)?.Description;

    public Task PutAsync(string commit, string name, string description, CancellationToken cancellation) => rest.DoAsync(
        new RestCall($"{Repository}/statuses/{Uri.EscapeDataString(commit)}", $"statuses of commit {commit}", "statuses: write")
        {
            Method = HttpMethod.Post,
            Body = JsonSerializer.SerializeToUtf8Bytes(new NewStatus("success", name, description), GitHubJson.Default.NewStatus),
            IsRepeatable = true,
        }, cancellation);
}
