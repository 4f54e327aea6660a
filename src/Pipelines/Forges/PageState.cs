namespace Pipelines.Forges;

/// <summary>How a deployment is shown on a platform's page.</summary>
public enum PageState
{
    InProgress,
    Success,

    /// <summary>It failed; what was live before is live.</summary>
    Failure,

    /// <summary>It failed, and so did the way back.</summary>
    Error,

    /// <summary>It was called off before anything changed.</summary>
    Inactive,
}
