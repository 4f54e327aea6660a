namespace Pipelines.Forges;

/// <summary>A deployment as a platform's page shows it.</summary>
/// <param name="Deployment">Our id of it.</param>
/// <param name="Stage">The environment.</param>
/// <param name="State">How it stands.</param>
/// <param name="Description">One line for people.</param>
public sealed record PageEntry(string Deployment, string Stage, PageState State, string Description)
{
    public bool IsRollback { get; init; }

    /// <summary>Whole id of the commit; null when unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>Branch or tag; null when unknown.</summary>
    public string? Ref { get; init; }

    /// <summary>Page of the run; null for none.</summary>
    public string? LogUrl { get; init; }

    /// <summary>Where people find what is deployed; null for none.</summary>
    public string? EnvironmentUrl { get; init; }
}
