using System.Globalization;
using System.Text.Json;
using Pipelines.Adapters.Http;
using Pipelines.Errors;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitHub.GitHubModel;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>
/// Deployments on GitHub's environments page. A job with <c>environment:</c> already has one, which GitHub manages itself. GitHub's
/// defaults would merge the default branch into the commit, require checks of its own, and leave earlier deployments to production active.
/// </summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
/// <param name="run">Id of the workflow run; null for none.</param>
internal sealed class GitHubDeployments(RestClient rest, string repository, string? run) : IDeploymentPages
{
    private const string Writer = "deployments: write";

    /// <summary>How many earlier deployments are inspected: those before were set inactive by the ones in between.</summary>
    private const int MostEarlier = 10;

    /// <summary>GitHub rejects longer ones.</summary>
    private const int LongestDescription = 140;

    private string Path { get; } = $"repos/{GitHubPlatform.Segments(repository)}/deployments";

    public async Task<string?> OpenAsync(PageEntry entry, CancellationToken cancellation)
    {
        var reference = entry.Commit ?? entry.Ref ?? throw new PipelineException("its commit is unknown.", "Set it with --commit.");
        if (await IsShownAsync(entry, reference, cancellation))
        {
            return null;
        }

        var made = new NewDeployment(
            reference, entry.IsRollback ? "deploy:rollback" : "deploy", AutoMerge: false, RequiredContexts: [], entry.Environment,
            Short(entry.Description), new DeploymentPayload(entry.Deployment));
        var call = Post(Path, "a new deployment", JsonSerializer.SerializeToUtf8Bytes(made, GitHubJson.Default.NewDeployment));
        var id = (await rest.AskAsync(call, GitHubJson.Default.Deployment, cancellation)).Id;
        await StateAsync(id, entry, cancellation);
        return id.ToString(CultureInfo.InvariantCulture);
    }

    public async Task CloseAsync(string id, PageEntry entry, CancellationToken cancellation)
    {
        var mine = long.Parse(id, CultureInfo.InvariantCulture);
        await StateAsync(mine, entry, cancellation);
        if (entry.State == PageState.Success)
        {
            var earlier = (await ListAsync($"environment={Uri.EscapeDataString(entry.Environment)}&per_page={MostEarlier}", cancellation))
                .Where(each => each.Id < mine);
            await Task.WhenAll(earlier.Select(each => RetireAsync(each, entry, cancellation)));
        }
    }

    /// <summary>Whether GitHub created a deployment for this run: the job has an <c>environment:</c>.</summary>
    private async Task<bool> IsShownAsync(PageEntry entry, string reference, CancellationToken cancellation)
    {
        if (run is null)
        {
            return false;
        }

        var all =
            await ListAsync(
                $"environment={Uri.EscapeDataString(entry.Environment)}&sha={Uri.EscapeDataString(reference)}&per_page={MostEarlier}",
                cancellation);
        var statuses = await Task.WhenAll(all.Select(each => StatusesAsync(each.Id, cancellation)));
        return statuses.SelectMany(each => each)
            .Any(status => $"{status.LogUrl} {status.TargetUrl}".Contains($"/actions/runs/{run}/job/", StringComparison.Ordinal));
    }

    private Task<IReadOnlyList<Deployment>> ListAsync(string query, CancellationToken cancellation) =>
        rest.PageAsync(new RestCall($"{Path}?{query}", "deployments", Writer), GitHubJson.Default.ListDeployment, cancellation);

    /// <summary>Newest first.</summary>
    private Task<IReadOnlyList<DeploymentStatus>> StatusesAsync(long id, CancellationToken cancellation) => rest.PageAsync(
        new RestCall(string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}/statuses?per_page={MostEarlier}"),
            "the state of a deployment", Writer), GitHubJson.Default.ListDeploymentStatus, cancellation);

    /// <summary>
    /// Marks one as inactive that is no longer live; including one of ours that seems to be running: its process must have died, because we
    /// hold the lease.
    /// </summary>
    private async Task RetireAsync(Deployment earlier, PageEntry by, CancellationToken cancellation)
    {
        if (await StatusesAsync(earlier.Id, cancellation) is [{ State: var state }, ..]
            && (state == "success" || (state == "in_progress" && earlier.IsOurs)))
        {
            await StateAsync(earlier.Id, by with
            {
                State = PageState.Inactive,
                Description = $"Superseded by {by.Deployment}.",
                EnvironmentUrl = null,
                LogUrl = null
            }, cancellation);
        }
    }

    private Task StateAsync(long id, PageEntry entry, CancellationToken cancellation)
    {
        var status =
            new NewDeploymentStatus(Word(entry.State), Short(entry.Description), AutoInactive: false, entry.LogUrl, entry.EnvironmentUrl);
        return rest.DoAsync(Post(
            string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}/statuses"), "the state of a deployment",
            JsonSerializer.SerializeToUtf8Bytes(status, GitHubJson.Default.NewDeploymentStatus)) with
        { IsRepeatable = true }, cancellation);
    }

    private static RestCall Post(string path, string what, byte[] body) =>
        new(path, what, Writer) { Method = HttpMethod.Post, Body = body };

    private static string Short(string text) => text.Length <= LongestDescription ? text : $"{text[..(LongestDescription - 1)]}…";

    private static string Word(PageState state) => state switch
    {
        PageState.InProgress => "in_progress",
        PageState.Success => "success",
        PageState.Error => "error",
        PageState.Inactive => "inactive",
        _ => "failure",
    };
}
