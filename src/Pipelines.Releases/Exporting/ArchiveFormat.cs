namespace Pipelines.Releases.Exporting;

/// <summary>The archive format of a release for people who do not have this program.</summary>
public enum ArchiveFormat
{
    TarZstd,
    TarGzip,
    Zip,
}
