namespace Pipelines.Gates.Requirements;

/// <summary>What must be signed.</summary>
public enum SignedObject
{
    Commit,

    /// <summary>The tag that is deployed, which must name the commit.</summary>
    Tag,
}
