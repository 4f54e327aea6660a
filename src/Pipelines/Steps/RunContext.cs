namespace Pipelines.Steps;

/// <summary>What the platform reports about this run. Anything may be missing; nothing in it is trusted.</summary>
/// <param name="Trigger">GitHub's event name, GitLab's pipeline source, or <c>local</c>.</param>
public sealed record RunContext(string Trigger)
{
    /// <summary>Conclusion of the workflow run that triggered this one; null if there is none.</summary>
    public string? CheckConclusion { get; init; }

    /// <summary>
    /// The commit being deployed. For a <c>workflow_run</c> it is the tested commit (<c>head_sha</c>), not the head of the branch.
    /// </summary>
    public string? Commit { get; init; }

    /// <summary>Branch or tag, without <c>refs/heads/</c>.</summary>
    public string? Ref { get; init; }

    /// <summary>Login of the person who started the run.</summary>
    public string? Actor { get; init; }

    /// <summary>owner/name, or the path of the GitLab project.</summary>
    public string? Repository { get; init; }

    /// <summary>URL of this run.</summary>
    public string? RunUrl { get; init; }

    /// <summary>Number or id of this run.</summary>
    public string? RunNumber { get; init; }

    /// <summary>The platform's name for its own deploy freeze that is active now; null if there is none.</summary>
    public string? Freeze { get; init; }

    /// <summary>URL of the commit.</summary>
    public string? CommitUrl { get; init; }
}
