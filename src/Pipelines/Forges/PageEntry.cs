namespace Pipelines.Forges;

/// <summary>A deployment as shown on a platform's page.</summary>
/// <param name="Deployment">Our deployment id.</param>
/// <param name="Environment">The environment.</param>
/// <param name="State">Its state.</param>
/// <param name="Description">One line for people.</param>
public sealed record PageEntry(string Deployment, string Environment, PageState State, string Description)
{
    public bool IsRollback { get; init; }

    /// <summary>Full hash of the commit; null if unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>Branch or tag; null when unknown.</summary>
    public string? Ref { get; init; }

    /// <summary>URL of the run; null for none.</summary>
    public string? LogUrl { get; init; }

    /// <summary>URL of the deployed app; null for none.</summary>
    public string? EnvironmentUrl { get; init; }
}
