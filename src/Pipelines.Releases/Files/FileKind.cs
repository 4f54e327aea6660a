namespace Pipelines.Releases.Files;

/// <summary>What a name in a directory stands for.</summary>
public enum FileKind
{
    File,
    Directory,
    Link,

    /// <summary>A device, fifo or socket.</summary>
    Special,
}
