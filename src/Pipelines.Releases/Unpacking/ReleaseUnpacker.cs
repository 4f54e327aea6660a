using System.Collections.Concurrent;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases.Unpacking;

/// <summary>
/// Unpacks a release to disk, verifying every byte. A run that fails or is killed leaves a directory with which the next one continues.
/// </summary>
public sealed class ReleaseUnpacker(IStore store, INativeFiles native)
{
    private const int AtOnce = 4;

    /// <summary>
    /// Number of files processed together, which limits the memory: those with the same contents, those close together in a pack.
    /// </summary>
    private const int AtATime = 32_768;

    /// <summary>If less than this fraction of a release is missing, downloading it costs less than searching this machine for it.</summary>
    private const int WorthLooking = 20;

    private const int DiskBlock = 4096;

    private readonly PartCodec _codec = new(native.Zstd);

    /// <summary>Writes a release into a new directory and returns when it is on disk.</summary>
    /// <param name="release">The release.</param>
    /// <param name="target">The target directory; must not exist or be empty. Only its owner can access it until it is complete, then it is
    /// 0755.</param>
    /// <param name="reporter">Receives progress.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="PipelineException">A part is missing or damaged, writing failed, or the target is not empty.</exception>
    public Task<UnpackResult> UnpackAsync(
        Release release, string target, IReporter reporter, CancellationToken cancellation)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw Taken(target);
        }

        return RenewAsync(release, target, Reuse.Nothing, reporter, cancellation);
    }

    /// <summary>
    /// Turns a directory into a release and returns when it is on disk. Anything in it that is not part of the release is removed; files
    /// with the right contents are kept. This is how an interrupted run is resumed, and how an older release becomes a newer one.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <param name="target">The directory; may not exist. Only its owner can access it until it is complete, then it is 0755.</param>
    /// <param name="reuse">Other sources for its files.</param>
    /// <param name="reporter">Receives progress.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="PipelineException">A part is missing or damaged, writing failed, or there is not enough space.</exception>
    public async Task<UnpackResult> RenewAsync(Release release, string target, Reuse reuse, IReporter reporter,
        CancellationToken cancellation)
    {
        if (new DirectoryInfo(target).LinkTarget is not null || File.Exists(target))
        {
            throw Taken(target);
        }

        try
        {
            using var renewal = new TreeRenewal(native, release.Manifest, target, reuse, _codec);
            var missing = await renewal.RunAsync(Options(cancellation));
            var result = await WriteFilesAsync(release, missing, target, reuse, reporter, cancellation);
            renewal.CloseDirectories();
            native.SyncTree(target);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(
                $"release {release.Id}: cannot write {target}: {e.Message.TrimEnd('.')}. The live release is unchanged.",
                "Check the free space and the permissions there, and run it again.",
                inner: e);
        }
    }

    private static PipelineException Taken(string target) =>
        new($"{target} is not a new or empty directory.", "Remove it, and run it again.");

    private async Task<UnpackResult> WriteFilesAsync(
        Release release, EntryList missing, string target, Reuse reuse, IReporter reporter, CancellationToken cancellation)
    {
        var manifest = release.Manifest;
        var meter = new ProgressMeter(reporter, "unpacking", manifest.Bytes, manifest.Files);
        meter.Add(manifest.Bytes - missing.Bytes, manifest.Files - missing.Files);
        reuse = missing.Bytes * WorthLooking < manifest.Bytes ? reuse with { Sources = new NoFileSources() } : reuse;
        var reader = new PackReader(store, Keys(release), release.Id, _codec, meter);
        var (catalog, left, fetched, requests) = (release.Catalog, missing.Bytes, 0L, 0);
        foreach (var some in missing.Entries.Chunk(AtATime))
        {
            var blobs = Blobs(some, target, reuse);
            var sources =
                await reuse.Sources.FindAsync(blobs.Select(blob => blob.Sha256).ToHashSet(), missing.Files <= AtATime
                    ? null : some[^1].Path, cancellation);
            RequireSpace(release, blobs, left, target, sources);
            left -= some.Sum(entry => entry.Size);
            var lacking = await TakeLocalAsync(blobs, sources, meter, cancellation);
            catalog ??= lacking.Count == 0 ? null : await CatalogAsync(release, cancellation);
            var ranges = PackRange.Group(Parts(release, lacking, catalog));
            await Parallel.ForEachAsync(ranges, Options(cancellation), async (range, token) => await reader.FetchAsync(range, token));
            (fetched, requests) = (fetched + lacking.Sum(blob => blob.Size * blob.Files.Count), requests + ranges.Count);
        }

        return new UnpackResult(manifest.Files, manifest.Bytes, manifest.Bytes - fetched, reader.FetchedBytes, requests);
    }

    /// <summary>Before the first byte: everything that will certainly be written must fit.</summary>
    /// <param name="release">The release.</param>
    /// <param name="blobs">The files to write next.</param>
    /// <param name="left">Total bytes still to be written.</param>
    /// <param name="target">The target directory.</param>
    /// <param name="sources">Files already on this machine.</param>
    private static void RequireSpace(Release release,
        List<UnpackBlob> blobs, long left, string target, IReadOnlyDictionary<Sha256Digest, string> sources)
    {
        var needed = blobs.Where(blob => !sources.ContainsKey(blob.Sha256) || !blob.Files.All(file => file.MayLink))
            .Sum(blob => blob.Files.Count * (blob.Size + DiskBlock - 1) / DiskBlock * DiskBlock);
        needed = sources.Count == 0 ? Math.Max(needed, left) : needed;
        var free = needed == 0 ? long.MaxValue : new DriveInfo(target).AvailableFreeSpace;
        if (needed > free)
        {
            throw new PipelineException(
                $"release {release.Id}: {target} needs {needed >> 20} MiB, but only {free >> 20} MiB are free there. The live release "
                    + "is unchanged.",
                "Free some space, or keep fewer releases there (deploy.keep), and run it again.");
        }
    }

    private static List<UnpackBlob> Blobs(IEnumerable<ManifestEntry> entries, string target, Reuse reuse) => [.. entries
        .GroupBy(entry => entry.Sha256)
        .Select(same => new UnpackBlob(
            same.Key,
            same.First().Size,
            [.. same.Select(file => new UnpackFile(target, file.Path, reuse.ModeOf(file), reuse.MayLink(file.Path)))]))];

    /// <summary>Writes files that do not need the store; returns the others.</summary>
    private async Task<IReadOnlyCollection<UnpackBlob>> TakeLocalAsync(
        IReadOnlyList<UnpackBlob> blobs, IReadOnlyDictionary<Sha256Digest, string> sources, ProgressMeter meter,
        CancellationToken cancellation)
    {
        var local = new LocalFiles(native);
        var missing = new ConcurrentBag<UnpackBlob>();
        await Parallel.ForEachAsync(blobs, Options(cancellation), (blob, _) =>
        {
            if (blob.Size == 0)
            {
                WriteEmpty(blob);
                meter.Add(0, blob.Files.Count);
            }
            else if (sources.TryGetValue(blob.Sha256, out var source) && local.TryTake(source, blob))
            {
                meter.Add(blob.Size * blob.Files.Count, blob.Files.Count);
            }
            else
            {
                missing.Add(blob);
            }

            return ValueTask.CompletedTask;
        });
        return missing;
    }

    private static void WriteEmpty(UnpackBlob blob)
    {
        foreach (var file in blob.Files)
        {
            file.Write([]);
        }
    }

    private List<(PackPart Part, UnpackBlob Blob)> Parts(Release release, IReadOnlyCollection<UnpackBlob> missing, PackCatalog? catalog)
    {
        var found = new List<(PackPart Part, UnpackBlob Blob)>();
        foreach (var blob in missing)
        {
            var parts = catalog!.Find(blob.Sha256, blob.Size) ?? throw Missing(release, blob.Files[0].Path);
            found.AddRange(parts.Select(part => (part, blob)));
            Prepare(blob, parts.Count);
        }

        return found;
    }

    /// <summary>Creates a file that consists of several parts, empty, before the first of them.</summary>
    private static void Prepare(UnpackBlob blob, int parts)
    {
        blob.Expect(parts);
        foreach (var file in parts == 1 ? [] : blob.Files)
        {
            file.Create().Dispose();
        }
    }

    private async Task<PackCatalog> CatalogAsync(Release release, CancellationToken cancellation)
    {
        var stored = new StoredPacks(store, Keys(release), _codec);
        try
        {
            var locations = await stored.LocationsAsync(release.Id, cancellation) ?? throw Missing(release, "the locations of its data");
            return await stored.CatalogAsync(locations.Packs, e => throw Unknown(release, e), cancellation);
        }
        catch (PipelineException e) when (e.InnerException is JsonException)
        {
            throw Unknown(release, e);
        }
    }

    private PipelineException Missing(Release release, string what) => new(
        $"release {release.Id}: {what} is not in {store.Location}. The live release is unchanged.",
        "Package the release again from the same tree.");

    private static PipelineException Unknown(Release release, PipelineException e) => new(
        $"release {release.Id}: the locations of its data cannot be read: {e.Problems[0].What} The live release is unchanged.",
        "Package the release again from the same tree.",
        inner: e);

    private static ReleaseKeys Keys(Release release) => new(release.Manifest.App);

    private static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
