namespace Pipelines.Releases.Exporting;

/// <summary>How a release is packed for people who do not have this program.</summary>
public enum ArchiveFormat
{
    TarZstd,
    TarGzip,
    Zip,
}
