using System.Collections.Concurrent;
using System.Diagnostics;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Pruning;
using Pipelines.Releases.Records;
using Pipelines.Releases.Saving;
using Pipelines.Releases.Signatures;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Verifying;
using Pipelines.Reporting;
using Pipelines.Signing;
using Pipelines.Stores;

namespace Pipelines.Releases;

/// <summary>
/// An application's releases in a store. A release exists when its manifest does, and that is written last; all before it may be
/// interrupted at any point, leaves packs that the next run uses, and is cleared away by <see cref="PruneAsync"/> otherwise.
/// </summary>
/// <exception cref="PipelineException"><paramref name="app"/> is not a name.</exception>
public sealed class ReleaseRepository(IStore store, string app, INativeFiles native, TimeProvider clock)
{
    private const int Attempts = 3;

    /// <summary>Bytes of a manifest as it is kept: that of several million files.</summary>
    private const long MostManifest = 1 << 28;

    private readonly ReleaseKeys _keys = new(AppName.Checked(app));
    private readonly PartCodec _codec = new(native.Zstd);

    private ReleaseRecords Records => field ??= new ReleaseRecords(store, _keys);

    private PackShelf Shelf => field ??= new PackShelf(store, _keys, _codec);

    /// <summary>Signs what is saved; null when nothing does.</summary>
    public Func<ISigner>? Signer { get; init; }

    /// <summary>Packages a tree. Bytes that a release of this application already has are not sent again.</summary>
    /// <exception cref="PipelineException">The tree cannot be packaged, or the store fails.</exception>
    public Task<PackageResult> SaveAsync(PackageSpec spec, Provenance provenance, IReporter reporter, CancellationToken cancellation) =>
        SaveAsync(Begin(spec, reporter, cancellation), provenance, reporter, cancellation);

    /// <summary>Packages what has begun already.</summary>
    /// <exception cref="PipelineException">The tree cannot be packaged, or the store fails.</exception>
    public async Task<PackageResult> SaveAsync(BegunPackage begun, Provenance provenance, IReporter reporter, CancellationToken cancellation)
    {
        var signer = Signer?.Invoke(); // before the work: a key that cannot be used is told at once
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var save = new ReleaseSave(store, app, _keys, Shelf, Records, native, _codec, clock, reporter);
            if (await save.RunAsync(begun, provenance, cancellation))
            {
                await (signer is null ? Task.CompletedTask : new ReleaseSignatures(store, app).SignAsync(save.Manifest, provenance, signer, cancellation));
                var release = new Release(save.Manifest, save.Provenance) { Catalog = save.Catalog };
                return save.Result(release);
            }
        }

        throw new PipelineException(
            $"{store.Location}: packs were removed while a release that needs them was saved.", "Let the prune end, and run it again.");
    }

    /// <summary>Looks at a tree, on another thread, and asks the store meanwhile. What is wrong is told when it is saved.</summary>
    public BegunPackage Begin(PackageSpec spec, IReporter reporter, CancellationToken cancellation) =>
        new(Task.Run(() => Scan(spec, cancellation), cancellation), () => Shelf.UsableCatalogAsync(reporter, cancellation));

    private TreeScan Scan(PackageSpec spec, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var entries = new EntryListWriter(_codec, app);
        new TreeWalker(native).Walk(spec, entries.Add, cancellation);
        return new TreeScan(Path.GetFullPath(spec.Root), entries.End(), Stopwatch.GetElapsedTime(started));
    }

    /// <summary>A release; null when the store has none of this id.</summary>
    /// <exception cref="PipelineException">What the store holds is not the manifest of this release.</exception>
    public async Task<Release?> FindAsync(ReleaseId id, CancellationToken cancellation)
    {
        var source = $"{store.Location}: {_keys.Manifest(id)}";
        await using var stored = await store.OpenAsync(_keys.Manifest(id), range: null, cancellation);
        if (stored is null)
        {
            return null;
        }

        var manifest = await ReadAsync(stored.Content, source, cancellation);
        return manifest.Id == id
            ? new Release(manifest, await ProvenanceAsync(id, cancellation))
            : throw new PipelineException($"{source}: this is the manifest of release {manifest.Id}: it was changed or swapped.");
    }

    /// <summary>Reads a manifest of this application, wherever it was kept, and checks all of it.</summary>
    /// <param name="content">What <see cref="Manifest.Open"/> gave.</param>
    /// <param name="source">Where it is, for messages.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PipelineException">It is none. What is wrong here is wrong with the store, not with what the user gave.</exception>
    public async Task<Manifest> ReadAsync(Stream content, string source, CancellationToken cancellation)
    {
        try
        {
            var spool = new Spool();
            await spool.AppendAsync(content, MostManifest, cancellation);
            return Manifest.Read(spool, app, source, _codec);
        }
        catch (InvalidDataException e)
        {
            throw new PipelineException($"{source}: this is not a manifest: {e.Message}.", inner: e);
        }
        catch (PipelineException e) when (e.ExitCode == ExitCode.BadInput)
        {
            throw new PipelineException(e.Problems, ExitCode.Failed, e);
        }
    }

    /// <summary>All releases, the newest first; those whose record is lost last.</summary>
    public async Task<IReadOnlyList<ReleaseSummary>> ListAsync(CancellationToken cancellation)
    {
        var ids = await store.ListAsync(_keys.Releases, cancellation).Select(_keys.ManifestOf).Where(id => id is not null).ToListAsync(cancellation);
        var summaries = new ConcurrentBag<ReleaseSummary>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation }, async (id, token) =>
        {
            var record = await Records.FindAsync(id!, token);
            summaries.Add(new ReleaseSummary(id!, record?.Saved, record?.Files, record?.Bytes, record?.Provenance ?? new Provenance()));
        });
        return [.. summaries.OrderByDescending(summary => summary.Saved).ThenBy(summary => summary.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>All releases with the packs that they are in, the one that was saved last first.</summary>
    public async Task<ReleaseInventory> InventoryAsync(CancellationToken cancellation) =>
        await ReleaseInventory.ReadAsync(await ListAsync(cancellation), Shelf, cancellation);

    /// <summary>
    /// Removes releases, and the packs that no release is left to use. May be killed at any point and runs beside saves and deployments,
    /// but not beside another prune.
    /// </summary>
    /// <param name="choose">Which to remove. It is asked twice: what it does not name the second time, when a save or a deployment may have come, stays.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<PruneResult> PruneAsync(Func<CancellationToken, Task<IReadOnlyCollection<ReleaseId>>> choose, CancellationToken cancellation) =>
        new ReleasePruner(store, _keys, Shelf, clock).RunAsync(choose, cancellation);

    /// <summary>Reads every object that releases need, and every byte in them.</summary>
    /// <param name="releases">Which.</param>
    /// <param name="trust">Keys of which one has to have signed each; empty when nothing is asked.</param>
    /// <param name="reporter">Told the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<VerifyReport> VerifyAsync(
        IReadOnlyCollection<ReleaseId> releases, IReadOnlyList<PublicKey> trust, IReporter reporter, CancellationToken cancellation) =>
        new ReleaseVerifier(store, _keys, FindAsync, Shelf, release => new ReleaseSignatures(store, app).CheckAsync(release, trust, cancellation), _codec).RunAsync(releases, reporter, cancellation);

    private async Task<Provenance> ProvenanceAsync(ReleaseId id, CancellationToken cancellation) => (await Records.FindAsync(id, cancellation))?.Provenance ?? new Provenance();
}
