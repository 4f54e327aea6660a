namespace Pipelines.Releases;

/// <summary>What a release can hold.</summary>
public enum EntryKind
{
    File,
    Directory,
    Link,
}
