using Pipelines.Adapters.Http;
using Pipelines.Forges;

namespace Pipelines.Adapters.Forges.GitHub;

/// <summary>Permissions of people in a repository on GitHub.</summary>
/// <param name="rest">The API.</param>
/// <param name="repository">owner/name.</param>
internal sealed class GitHubRoles(RestClient rest, string repository) : IRoles
{
    private const string NoRole = "none";

    public async Task<string> RoleAsync(string login, CancellationToken cancellation) =>
        await FindAsync(login, cancellation) is { } found ? found.RoleName ?? found.Permission : NoRole;

    /// <summary>The permission, not the name of the role: organizations have their own names, each based on a permission.</summary>
    public async Task<bool> MayMergeAsync(string login, CancellationToken cancellation) =>
        await FindAsync(login, cancellation) is { Permission: "admin" or "maintain" or "write" };

    private Task<GitHubModel.CollaboratorPermission?> FindAsync(string login, CancellationToken cancellation) => rest.FindAsync(
        new RestCall($"repos/{GitHubPlatform.Segments(repository)}/collaborators/{Uri.EscapeDataString(login)}/permission",
            $"the role of {login}", "metadata: read"),
        GitHubJson.Default.CollaboratorPermission, cancellation);

    public async Task<bool> IsInTeamAsync(string login, string team, CancellationToken cancellation)
    {
        var call = new RestCall(
            $"orgs/{Uri.EscapeDataString(repository.Split('/')[0])}/teams/{Uri.EscapeDataString(team)}"
                + $"/memberships/{Uri.EscapeDataString(login)}",
            $"the members of team {team}", "members: read (on the organization; a workflow's own token does not have it)");
        return await rest.FindAsync(call, GitHubJson.Default.TeamMembership, cancellation) is { State: "active" };
    }
}
