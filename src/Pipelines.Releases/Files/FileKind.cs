namespace Pipelines.Releases.Files;

/// <summary>The kind of a directory entry.</summary>
public enum FileKind
{
    File,
    Directory,
    Link,

    /// <summary>A device, fifo or socket.</summary>
    Special,
}
