namespace Pipelines.Releases;

/// <summary>What releases need of the operating system and the framework does not offer.</summary>
public interface INativeFiles
{
    /// <summary>Kind and mode of the path itself; a link is not followed.</summary>
    /// <exception cref="IOException">It is not there or cannot be looked at.</exception>
    FileStatus Inspect(string path);

    /// <summary>Null where the machine has none.</summary>
    IZstd? Zstd { get; }

    /// <summary>Returns when every file and name below the directory is on disk, in one go rather than file by file.</summary>
    /// <exception cref="IOException">Something could not be written back.</exception>
    void SyncTree(string directory);
}
