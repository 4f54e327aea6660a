namespace Pipelines.Model;

/// <summary>Where a deployment comes from. Anything may be missing; nothing in it is trusted.</summary>
public sealed record Origin
{
    /// <summary>
    /// Full hash of the commit being deployed. For a <c>workflow_run</c> it is the tested commit (<c>head_sha</c>), not the head of the
    /// branch.
    /// </summary>
    public string? Commit { get; init; }

    /// <summary>URL of the commit.</summary>
    public string? CommitUrl { get; init; }

    /// <summary>Branch or tag, without <c>refs/heads/</c>.</summary>
    public string? Ref { get; init; }

    /// <summary>Login of the person who asked for it.</summary>
    public string? Actor { get; init; }

    /// <summary>owner/name, or the path of the GitLab project.</summary>
    public string? Repository { get; init; }

    /// <summary>URL of the run.</summary>
    public string? RunUrl { get; init; }

    /// <summary>Number or id of the run.</summary>
    public string? RunNumber { get; init; }
}
