namespace Pipelines.Forges;

/// <summary>The state of a commit's check.</summary>
public enum CheckState
{
    /// <summary>It finished without success; also if it was skipped or is neutral, which does not count.</summary>
    Failed = 0,

    /// <summary>It has not finished.</summary>
    Pending,

    Succeeded,
}
