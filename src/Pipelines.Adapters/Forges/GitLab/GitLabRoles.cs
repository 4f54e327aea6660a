using Pipelines.Adapters.Http;
using Pipelines.Forges;
using static Pipelines.Adapters.Forges.GitLab.GitLabModel;

namespace Pipelines.Adapters.Forges.GitLab;

/// <summary>
/// Permissions of people in a project on GitLab. Access levels: https://docs.gitlab.com/api/access_requests/#valid-access-levels.
/// </summary>
/// <param name="rest">The API.</param>
/// <param name="project">Id of the project.</param>
internal sealed class GitLabRoles(RestClient rest, string project) : IRoles
{
    private const int Developer = 30;

    private static readonly (int Least, string Role)[] Levels =
        [(50, "owner"), (40, "maintainer"), (30, "developer"), (20, "reporter"), (15, "planner"), (10, "guest"), (5, "minimal"),
            (0, "none")];

    public async Task<string> RoleAsync(string login, CancellationToken cancellation)
    {
        var level = (await FindAsync($"projects/{Uri.EscapeDataString(project)}", login, cancellation))?.AccessLevel ?? 0;
        return Levels.First(each => each.Least <= level).Role;
    }

    public async Task<bool> MayMergeAsync(string login, CancellationToken cancellation) =>
        (await FindAsync($"projects/{Uri.EscapeDataString(project)}", login, cancellation))?.AccessLevel >= Developer;

    public async Task<bool> IsInTeamAsync(string login, string team, CancellationToken cancellation) =>
        await FindAsync($"groups/{Uri.EscapeDataString(team)}", login, cancellation) is not null;

    /// <summary>The query also matches parts of names; only the exact login counts, and only if it is active.</summary>
    private async Task<Member?> FindAsync(string place, string login, CancellationToken cancellation)
    {
        var call =
            new RestCall($"{place}/members/all?query={Uri.EscapeDataString(login)}&per_page=100", $"the role of {login}",
                "the scope read_api and the role Reporter");
        var found = await rest.ListAsync(call, GitLabJson.Default.ListMember, page => page, cancellation);
        return found.Where(member => member.State is null or "active" && member.Username.Equals(login, StringComparison.OrdinalIgnoreCase))
            .MaxBy(member => member.AccessLevel);
    }
}
