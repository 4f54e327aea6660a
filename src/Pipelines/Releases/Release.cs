namespace Pipelines.Releases;

/// <summary>A release that the store holds whole.</summary>
public sealed record Release(Manifest Manifest, Provenance Provenance)
{
    public ReleaseId Id => Manifest.Id;
}
