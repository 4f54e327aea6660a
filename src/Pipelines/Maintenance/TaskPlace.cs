namespace Pipelines.Maintenance;

/// <summary>Where a task runs.</summary>
public enum TaskPlace
{
    /// <summary>On every host, in the live release with its variables.</summary>
    Hosts,

    /// <summary>Once, where the pipeline runs, in the directory of the configuration file.</summary>
    Runner,
}
