namespace Pipelines.Operations;

/// <summary>How something stands on a host that is being prepared.</summary>
internal enum SetupState
{
    /// <summary>It was so before.</summary>
    Ready,

    /// <summary>It is not so.</summary>
    Missing,

    /// <summary>It was made so.</summary>
    Done,
}
