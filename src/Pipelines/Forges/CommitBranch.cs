namespace Pipelines.Forges;

/// <summary>A branch that contains the commit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsProtected">Whether the platform calls it protected.</param>
public sealed record CommitBranch(string Name, bool IsProtected);
