namespace Pipelines.Steps;

/// <summary>What the platform says about this run. Everything may be missing; nothing in it is trusted text.</summary>
/// <param name="Trigger">GitHub's event name, GitLab's pipeline source, or <c>local</c>.</param>
public sealed record RunContext(string Trigger)
{
    /// <summary>Conclusion of the workflow run that triggered this one; null when there is none.</summary>
    public string? CheckConclusion { get; init; }

    /// <summary>
    /// The commit under deployment. For a <c>workflow_run</c> it is the tested commit (<c>head_sha</c>), not the head of the branch.
    /// </summary>
    public string? Commit { get; init; }

    /// <summary>Branch or tag, without <c>refs/heads/</c>.</summary>
    public string? Ref { get; init; }

    /// <summary>Login of who started the run.</summary>
    public string? Actor { get; init; }

    /// <summary>owner/name, or the path of the GitLab project.</summary>
    public string? Repository { get; init; }

    /// <summary>Page of this run.</summary>
    public string? RunUrl { get; init; }

    /// <summary>Number or id of this run.</summary>
    public string? RunNumber { get; init; }

    /// <summary>What the platform calls a deploy freeze of its own that is on now; null when there is none.</summary>
    public string? Freeze { get; init; }

    /// <summary>Page of the commit.</summary>
    public string? CommitUrl { get; init; }
}
