using Pipelines.Errors;

namespace Pipelines.Forges;

/// <summary>The permissions of people in this repository, as reported by the platform.</summary>
public interface IRoles
{
    /// <summary>
    /// The role of a person: on GitHub none, read, triage, write, maintain, admin or one of the organization's own; on GitLab none,
    /// minimal, guest, planner, reporter, developer, maintainer or owner.
    /// </summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    Task<string> RoleAsync(string login, CancellationToken cancellation);

    /// <summary>
    /// Whether a person may merge here, so that the platform counts the approval: on GitHub anyone with write access, on GitLab Developer
    /// or higher.
    /// </summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    Task<bool> MayMergeAsync(string login, CancellationToken cancellation);

    /// <summary>Whether a person belongs to a team: a team name within the organization on GitHub, a group path on GitLab.</summary>
    /// <exception cref="PipelineException">It cannot be determined.</exception>
    Task<bool> IsInTeamAsync(string login, string team, CancellationToken cancellation);
}
