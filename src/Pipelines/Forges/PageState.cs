namespace Pipelines.Forges;

/// <summary>The state of a deployment on a platform's page.</summary>
public enum PageState
{
    InProgress,
    Success,

    /// <summary>It failed; the previous release is live.</summary>
    Failure,

    /// <summary>It failed, and so did the rollback.</summary>
    Error,

    /// <summary>It was called off before anything changed.</summary>
    Inactive,
}
