namespace Pipelines.Releases.Manifests;

/// <summary>What a release can hold.</summary>
public enum EntryKind
{
    File,
    Directory,
    Link,
}
