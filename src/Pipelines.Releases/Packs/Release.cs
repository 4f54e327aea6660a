using Pipelines.Model;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Records;

namespace Pipelines.Releases.Packs;

/// <summary>A release that the store holds whole.</summary>
public sealed record Release(Manifest Manifest, Provenance Provenance)
{
    public ReleaseId Id => Manifest.Id;

    /// <summary>Where all its bytes are, when it was saved just now; null when it was read from the store.</summary>
    internal PackCatalog? Catalog { get; init; }
}
