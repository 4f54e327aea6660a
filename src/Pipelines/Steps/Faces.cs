namespace Pipelines.Steps;

/// <summary>Where a step can be used.</summary>
public enum Faces
{
    /// <summary>Command line, GitHub action and GitLab component.</summary>
    Everywhere,

    /// <summary>Command line only.</summary>
    CommandLine,
}
