using Pipelines.Adapters.Http;
using Pipelines.Configuration;
using Pipelines.Errors;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>The deploy freezes of a project on GitLab: https://docs.gitlab.com/api/freeze_periods.</summary>
/// <param name="rest">The API.</param>
/// <param name="project">Id of the project.</param>
internal sealed class GitLabFreezes(RestClient rest, string project)
{
    public async Task<IReadOnlyList<FreezePeriod>> ListAsync(CancellationToken cancellation)
    {
        var call =
            new RestCall($"projects/{Uri.EscapeDataString(project)}/freeze_periods?per_page=100", "deploy freezes",
                "the scope read_api and the role Reporter");
        var periods = await rest.ListAsync(call, GitLabJson.Default.ListFreezePeriod, page => page, cancellation);
        return [.. periods.Select(period => new FreezePeriod(period.FreezeStart, period.FreezeEnd, period.CronTimezone))];
    }

    /// <summary>They cannot be read, because this is not a run on GitLab.</summary>
    public static PipelineException Unavailable =>
        PipelineException.BadInput("freezes", "this is not a run on GitLab, so its deploy freezes cannot be read.",
        "Set CI_API_V4_URL, CI_PROJECT_ID and PIPELINES_TOKEN.");
}
