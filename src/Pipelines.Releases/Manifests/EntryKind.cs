namespace Pipelines.Releases.Manifests;

/// <summary>The kinds of entries in a release.</summary>
public enum EntryKind
{
    File,
    Directory,
    Link,
}
