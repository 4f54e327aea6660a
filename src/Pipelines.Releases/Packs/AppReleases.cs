using Pipelines.Releases.Formats;
using Pipelines.Releases.Records;
using Pipelines.Stores;

namespace Pipelines.Releases.Packs;

/// <summary>Where the releases of an app are kept.</summary>
/// <param name="Store">The store.</param>
/// <param name="App">A valid name.</param>
/// <param name="Codec">Reads and writes parts of packs.</param>
internal sealed record AppReleases(IStore Store, string App, PartCodec Codec)
{
    public ReleaseKeys Keys { get; } = new(App);

    public ReleaseRecords Records => field ??= new ReleaseRecords(Store, Keys);

    public StoredPacks Packs => field ??= new StoredPacks(Store, Keys, Codec);
}
