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
/// An application's releases in a store. A release exists if its manifest does, which is written last; everything before that can be
/// interrupted at any point, and leaves packs that the next run uses or <see cref="PruneAsync"/> removes.
/// </summary>
/// <exception cref="PipelineException"><paramref name="app"/> is not a valid name.</exception>
public sealed class ReleaseRepository(IStore store, string app, INativeFiles native, TimeProvider clock)
{
    private const int Attempts = 3;

    /// <summary>Maximum size of a stored manifest: enough for several million files.</summary>
    private const long MostManifest = 1 << 28;

    private readonly AppReleases _place = new(store, AppName.Checked(app), new PartCodec(native.Zstd));

    private ReleaseKeys Keys => _place.Keys;

    /// <summary>Signs saved releases; null for none.</summary>
    public Func<ISigner>? Signer { get; init; }

    /// <summary>Packages a tree. Contents that a release of this application already has are not uploaded again.</summary>
    /// <exception cref="PipelineException">The tree cannot be packaged, or the store fails.</exception>
    public Task<PackageResult> SaveAsync(PackageSpec spec, Provenance provenance, IReporter reporter, CancellationToken cancellation) =>
        SaveAsync(Begin(spec, reporter, cancellation), provenance, reporter, cancellation);

    /// <summary>Packages a tree whose scan has already begun.</summary>
    /// <exception cref="PipelineException">The tree cannot be packaged, or the store fails.</exception>
    public async Task<PackageResult> SaveAsync(BegunPackage begun, Provenance provenance, IReporter reporter,
        CancellationToken cancellation)
    {
        var signer = Signer?.Invoke(); // before the work, so that an unusable key is reported at once
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var save = new ReleaseSave(_place, native, clock, reporter);
            if (await save.RunAsync(begun, provenance, cancellation))
            {
                await (signer is null
                    ? Task.CompletedTask : new ReleaseSignatures(store, app).SignAsync(save.Manifest, provenance, signer, cancellation));
                var release = new Release(save.Manifest, save.Provenance) { Catalog = save.Catalog };
                return save.Result(release);
            }
        }

        throw new PipelineException(
            $"{store.Location}: packs were removed while a release that needs them was being saved.",
            "Wait until the prune has finished, and run it again.");
    }

    /// <summary>Scans a tree on another thread, and queries the store in the meantime. Problems are reported when it is saved.</summary>
    public BegunPackage Begin(PackageSpec spec, IReporter reporter, CancellationToken cancellation) =>
        new(Task.Run(() => Scan(spec, cancellation), cancellation), () => _place.Packs.UsableCatalogAsync(reporter, cancellation));

    private TreeScan Scan(PackageSpec spec, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var entries = new EntryListWriter(_place.Codec, app);
        new TreeWalker(native).Walk(spec, entries.Add, cancellation);
        var scan = new TreeScan(Path.GetFullPath(spec.Root), entries.End(), Stopwatch.GetElapsedTime(started));
        return scan.Bytes > 0 || spec.AllowEmpty ? scan : throw PipelineException.BadInput(
            spec.Root,
            $"the build is empty: nothing in it that is packaged contains any data ({scan.Files} files).",
            "Build first, or correct package.path, include and exclude. If it is meant to be empty, use --allow-empty.");
    }

    /// <summary>A release; null if the store has none with this id.</summary>
    /// <exception cref="PipelineException">The stored object is not the manifest of this release.</exception>
    public async Task<Release?> FindAsync(ReleaseId id, CancellationToken cancellation)
    {
        var source = $"{store.Location}: {Keys.Manifest(id)}";
        await using var stored = await store.OpenAsync(Keys.Manifest(id), range: null, cancellation);
        if (stored is null)
        {
            return null;
        }

        var manifest = await ReadAsync(stored.Content, source, cancellation);
        return manifest.Id == id
            ? new Release(manifest, await ProvenanceAsync(id, cancellation))
            : throw new PipelineException($"{source}: this is the manifest of release {manifest.Id}: it was changed or swapped.");
    }

    /// <summary>Reads and fully checks a manifest of this application, wherever it was stored.</summary>
    /// <param name="content">The result of <see cref="Manifest.Open"/>.</param>
    /// <param name="source">Where it is, for messages.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="PipelineException">It is not valid. The problem is with the store, not with the user's input.</exception>
    public async Task<Manifest> ReadAsync(Stream content, string source, CancellationToken cancellation)
    {
        try
        {
            var spool = new Spool();
            await spool.AppendAsync(content, MostManifest, cancellation);
            return Manifest.Read(spool, app, source, _place.Codec);
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

    /// <summary>All releases, newest first; those whose record is lost come last.</summary>
    public async Task<IReadOnlyList<ReleaseSummary>> ListAsync(CancellationToken cancellation)
    {
        var ids = await store.ListAsync(Keys.Releases, cancellation).Select(Keys.ManifestOf).Where(id => id is not null)
            .ToListAsync(cancellation);
        var summaries = new ConcurrentBag<ReleaseSummary>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation },
            async (id, token) =>
        {
            var record = await _place.Records.FindAsync(id!, token);
            summaries.Add(new ReleaseSummary(id!, record?.Saved, record?.Files, record?.Bytes, record?.Provenance ?? new Provenance()));
        });
        return [.. summaries.OrderByDescending(summary => summary.Saved).ThenBy(summary => summary.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>All releases with their packs, most recently saved first.</summary>
    public async Task<ReleaseInventory> InventoryAsync(CancellationToken cancellation) =>
        await ReleaseInventory.ReadAsync(await ListAsync(cancellation), _place.Packs, cancellation);

    /// <summary>
    /// Removes releases, and the packs that are then unused. Can be killed at any point and runs alongside saves and deployments, but not
    /// alongside another prune.
    /// </summary>
    /// <param name="choose">Selects what to remove. It is called twice: anything not selected the second time, because of a save or
    /// deployment in the meantime, is kept.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task<PruneResult> PruneAsync(Func<CancellationToken, Task<IReadOnlyCollection<ReleaseId>>> choose,
        CancellationToken cancellation) =>
        new ReleasePruner(store, Keys, _place.Packs, clock).RunAsync(choose, cancellation);

    /// <summary>Reads every object that releases need, and all of its contents.</summary>
    /// <param name="releases">The releases.</param>
    /// <param name="trust">Keys, one of which must have signed each release; empty if signatures are not checked.</param>
    /// <param name="reporter">Receives progress.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task<VerifyReport> VerifyAsync(
        IReadOnlyCollection<ReleaseId> releases, IReadOnlyList<PublicKey> trust, IReporter reporter, CancellationToken cancellation) =>
        new ReleaseVerifier(store, Keys, FindAsync, _place.Packs, release =>
            new ReleaseSignatures(store, app).CheckAsync(release, trust, cancellation), _place.Codec)
                .RunAsync(releases, reporter, cancellation);

    private async Task<Provenance> ProvenanceAsync(ReleaseId id, CancellationToken cancellation) =>
        (await _place.Records.FindAsync(id, cancellation))?.Provenance ?? new Provenance();
}
