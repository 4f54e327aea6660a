namespace Pipelines.Steps;

/// <summary>Whether a step reads the configuration file.</summary>
public enum ConfigUse
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It does when the file is there.</summary>
    Optional,

    /// <summary>It cannot do without.</summary>
    Required,
}
