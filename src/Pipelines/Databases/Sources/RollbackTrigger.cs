namespace Pipelines.Databases.Sources;

/// <summary>What undoes a migration that is committed already.</summary>
public enum RollbackTrigger
{
    /// <summary>A check or a statement of the migration fails.</summary>
    ValidationFailure,

    /// <summary>The release that it came with fails its health checks.</summary>
    HealthCheckFailure,
}
