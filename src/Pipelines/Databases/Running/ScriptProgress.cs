namespace Pipelines.Databases.Running;

/// <summary>How far a run is.</summary>
public sealed class ScriptProgress
{
    /// <summary>The clock's timestamp of its beginning.</summary>
    public long Began { get; init; }

    /// <summary>Its entry in the journal; null as long as it has none.</summary>
    public long? Id { get; set; }

    /// <summary>How many statements are committed.</summary>
    public int Done { get; set; }
}
