namespace Pipelines.Steps;

/// <summary>Whether a step reads the configuration file.</summary>
public enum ConfigUse
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It does if the file exists.</summary>
    Optional,

    /// <summary>It requires the file.</summary>
    Required,

    /// <summary>It requires the file, and is about all apps in it.</summary>
    AllApps,
}
