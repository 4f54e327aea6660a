using Pipelines.Model;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Records;

namespace Pipelines.Releases.Packs;

/// <summary>A release that is complete in the store.</summary>
public sealed record Release(Manifest Manifest, Provenance Provenance)
{
    public ReleaseId Id => Manifest.Id;

    /// <summary>Where all of its data is, if it was saved just now; null if it was read from the store.</summary>
    internal PackCatalog? Catalog { get; init; }
}
