using System.Diagnostics;
using System.Security.Cryptography;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Releases.Trees;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases.Saving;

/// <summary>One attempt to save one tree: packs, then their locations, then a check that they all still exist, then the manifest.</summary>
internal sealed class ReleaseSave(AppReleases place, INativeFiles native, TimeProvider clock, IReporter reporter)
{
    private readonly List<PackagePhase> _phases = [];
    private long _packedBytes;
    private long _sentBytes;
    private bool _created;

    public Manifest Manifest { get; private set; } = null!; // set by RunAsync before it is used, like the next one

    /// <summary>Where all of its data is.</summary>
    public PackCatalog Catalog { get; private set; } = null!;

    /// <summary>Where the release comes from: as recorded when it was first saved.</summary>
    public Provenance Provenance { get; private set; } = null!;

    /// <summary>
    /// True if the release is saved; false if a prune removed packs in the meantime and everything has to be checked again.
    /// </summary>
    public async Task<bool> RunAsync(BegunPackage begun, Provenance provenance, CancellationToken cancellation)
    {
        Catalog = await begun.CatalogAsync();
        var tree = await begun.Tree;
        _phases.Add(new PackagePhase("scan", tree.Took));
        var started = Stopwatch.GetTimestamp();
        Manifest = await PackAsync(tree, cancellation);
        started = Phase("pack", started);
        var published = await PublishAsync(Catalog.Needed, provenance, cancellation);
        Phase("publish", started);
        return published;
    }

    public PackageResult Result(Release release) =>
        new(release, _created, Manifest.Files, Manifest.Bytes, Manifest.Bytes - _packedBytes, _sentBytes, _phases);

    private async Task<Manifest> PackAsync(TreeScan tree, CancellationToken cancellation)
    {
        await using var packs = new PackWriter(place.Store, place.Keys, Catalog, place.Codec, clock);
        using var manifest = new ManifestWriter(place.App, place.Codec);
        var blocks = new BlockPacker(packs, place.Codec);
        using var packer = new FilePacker(native, tree, Catalog, blocks, new ProgressMeter(reporter, "packaging", tree.Bytes, tree.Files));
        await packer.RunAsync(manifest.Add, cancellation);
        await packs.FlushAsync(cancellation);
        (_packedBytes, _sentBytes) = (blocks.PackedBytes, packs.SentBytes);
        return manifest.End();
    }

    /// <summary>
    /// Locations are written before checking again that the packs exist: a prune marks packs, and then reads the locations. So either it
    /// sees that they are needed, or this sees that they are being removed. At the end, the same applies to this release itself, an earlier
    /// copy of which may be pruned in the meantime: its mark exists while that is going on, and nothing of it is left afterwards. None of
    /// this relies on conditional writes, which some buckets do not enforce: two saves of one tree write the same manifest.
    /// </summary>
    private async Task<bool> PublishAsync(List<string> packs, Provenance provenance, CancellationToken cancellation)
    {
        var locations = new ReleaseLocations(ReleaseLocations.CurrentFormat, clock.GetUtcNow(), packs);
        var (locating, earlier) = (
            place.Store.WriteJsonAsync(place.Keys.Locations(Manifest.Id), locations, ReleaseJson.Default.ReleaseLocations,
                PutCondition.Always,
                cancellation), place.Records.FindWholeAsync(Manifest.Id, cancellation));
        await Task.WhenAll(locating, earlier);
        var (usable, recorded, published) =
            (place.Packs.UsableAsync(cancellation), RecordAsync(await earlier, provenance, cancellation), IsPublishedAsync(cancellation));
        await Task.WhenAll(usable, recorded, published); // a record without a manifest misleads nobody
        Provenance = await recorded;
        if (!(await usable).IsSupersetOf(packs))
        {
            return false;
        }

        await (await published ? Task.CompletedTask : PublishManifestAsync(cancellation));
        return !await ReleaseMark.WaitAsync(place.Store, place.Keys.Mark(Manifest.Id), clock, cancellation)
            && (await place.Store.ListAsync(place.Keys.Release(Manifest.Id), cancellation).ToHashSetAsync(cancellationToken: cancellation))
                .IsSupersetOf([place.Keys.Locations(Manifest.Id), place.Keys.Record(Manifest.Id), place.Keys.Manifest(Manifest.Id)]);
    }

    private async Task<Provenance> RecordAsync(ReleaseRecord? earlier, Provenance provenance, CancellationToken cancellation)
    {
        if (earlier is not null)
        {
            return earlier.Provenance;
        }

        await place.Records.WriteAsync(Manifest.Id, new ReleaseRecord(clock.GetUtcNow(), Manifest.Files, Manifest.Bytes, provenance),
            cancellation);
        return provenance;
    }

    /// <summary>Whether the store has the manifest, with exactly these bytes: a damaged one is replaced.</summary>
    private async Task<bool> IsPublishedAsync(CancellationToken cancellation)
    {
        await using var stored = await place.Store.OpenAsync(place.Keys.Manifest(Manifest.Id), range: null, cancellation);
        await using var own = Manifest.Open();
        _created = stored is null;
        if (stored?.Length != own.Length)
        {
            return false;
        }

        var (kept, ours) = (await SHA256.HashDataAsync(stored.Content, cancellation), await SHA256.HashDataAsync(own, cancellation));
        return kept.SequenceEqual(ours);
    }

    /// <summary>Everything that a deployment without changes would upload if the store did not have it.</summary>
    private async Task PublishManifestAsync(CancellationToken cancellation)
    {
        await using var content = Manifest.Open();
        await place.Store.PutAsync(place.Keys.Manifest(Manifest.Id), content, PutCondition.Always, cancellation);
        _sentBytes += content.Length;
    }

    private long Phase(string name, long started)
    {
        _phases.Add(new PackagePhase(name, Stopwatch.GetElapsedTime(started)));
        return Stopwatch.GetTimestamp();
    }
}
