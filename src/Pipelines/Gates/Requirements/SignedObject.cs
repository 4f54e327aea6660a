namespace Pipelines.Gates.Requirements;

/// <summary>What must be signed.</summary>
public enum SignedObject
{
    Commit,

    /// <summary>The tag being deployed, which must point to the commit.</summary>
    Tag,
}
