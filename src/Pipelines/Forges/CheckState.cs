namespace Pipelines.Forges;

/// <summary>How a check of a commit stands.</summary>
public enum CheckState
{
    /// <summary>It ended, and not in success; also when it was skipped or is neutral, which proves nothing.</summary>
    Failed = 0,

    /// <summary>It has not ended.</summary>
    Pending,

    Succeeded,
}
