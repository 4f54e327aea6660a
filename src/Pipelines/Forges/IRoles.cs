using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>What people may do in this repository, as the platform tells it.</summary>
public interface IRoles
{
    /// <summary>
    /// The role of a person: on GitHub none, read, triage, write, maintain, admin or one of the organization's own; on GitLab none, minimal, guest,
    /// planner, reporter, developer, maintainer or owner.
    /// </summary>
    /// <exception cref="PipelineException">It cannot be found out.</exception>
    Task<string> RoleAsync(string login, CancellationToken cancellation);

    /// <summary>Whether a person may merge here, so that the platform counts the approval: on GitHub who may write, on GitLab a developer or more.</summary>
    /// <exception cref="PipelineException">It cannot be found out.</exception>
    Task<bool> MayMergeAsync(string login, CancellationToken cancellation);

    /// <summary>Whether a person belongs to a team: on GitHub its name within the organization, on GitLab the path of a group.</summary>
    /// <exception cref="PipelineException">It cannot be found out.</exception>
    Task<bool> IsInTeamAsync(string login, string team, CancellationToken cancellation);
}
