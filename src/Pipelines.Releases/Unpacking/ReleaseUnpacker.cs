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

/// <summary>Puts a release on a disk, every byte verified. A run that fails or dies leaves a directory that the next one goes on with.</summary>
public sealed class ReleaseUnpacker(IStore store, INativeFiles native)
{
    private const int AtOnce = 4;

    /// <summary>Files that are seen together, which is what is held in memory: those with the same bytes, those that lie together in a pack.</summary>
    private const int AtATime = 32_768;

    /// <summary>When less than this part of a release is lacking, to fetch it costs less than to learn what lies on this machine.</summary>
    private const int WorthLooking = 20;

    private const int DiskBlock = 4096;

    private readonly PartCodec _codec = new(native.Zstd);

    /// <summary>Writes a release into a new directory and returns when it is on disk.</summary>
    /// <param name="release">The release.</param>
    /// <param name="target">Where; absent or an empty directory. Only its owner can enter until all is there, then it is 0755.</param>
    /// <param name="reporter">Told the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PipelineException">A part is missing or damaged, the disk refuses, or the target is not empty.</exception>
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
    /// Turns a directory into a release and returns when it is on disk. Whatever is in it that is not of the release goes; what is of it
    /// already, by its bytes, stays. So a run that was killed is gone on with, and an older release becomes a newer one.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <param name="target">Where; a directory, or absent. Only its owner can enter until all is there, then it is 0755.</param>
    /// <param name="reuse">What else it may be made of.</param>
    /// <param name="reporter">Told the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PipelineException">A part is missing or damaged, the disk refuses or has too little space.</exception>
    public async Task<UnpackResult> RenewAsync(Release release, string target, Reuse reuse, IReporter reporter, CancellationToken cancellation)
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
                $"release {release.Id}: cannot write {target}: {e.Message.TrimEnd('.')}. What was live is untouched.",
                "Check space and permissions there, and run it again.",
                inner: e);
        }
    }

    private static PipelineException Taken(string target) => new($"{target} is not a new or empty directory.", "Remove it, and run it again.");

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
            var sources = await reuse.Sources.FindAsync(blobs.Select(blob => blob.Sha256).ToHashSet(), missing.Files <= AtATime ? null : some[^1].Path, cancellation);
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

    /// <summary>Before the first byte: what will certainly be written has to fit.</summary>
    /// <param name="release">The release.</param>
    /// <param name="blobs">What is written next.</param>
    /// <param name="left">Bytes of all that is to be written.</param>
    /// <param name="target">Where.</param>
    /// <param name="sources">What lies on this machine already.</param>
    private static void RequireSpace(Release release, List<UnpackBlob> blobs, long left, string target, IReadOnlyDictionary<Sha256Digest, string> sources)
    {
        var needed = blobs.Where(blob => !sources.ContainsKey(blob.Sha256) || !blob.Files.All(file => file.MayLink))
            .Sum(blob => blob.Files.Count * (blob.Size + DiskBlock - 1) / DiskBlock * DiskBlock);
        needed = sources.Count == 0 ? Math.Max(needed, left) : needed;
        var free = needed == 0 ? long.MaxValue : new DriveInfo(target).AvailableFreeSpace;
        if (needed > free)
        {
            throw new PipelineException(
                $"release {release.Id}: {target} needs {needed >> 20} MiB, and {free >> 20} MiB are free there. What was live is untouched.",
                "Free some space, or keep fewer releases there (deploy.keep), and run it again.");
        }
    }

    private static List<UnpackBlob> Blobs(IEnumerable<ManifestEntry> entries, string target, Reuse reuse) => [.. entries
        .GroupBy(entry => entry.Sha256)
        .Select(same => new UnpackBlob(
            same.Key,
            same.First().Size,
            [.. same.Select(file => new UnpackFile(target, file.Path, reuse.ModeOf(file), reuse.MayLink(file.Path)))]))];

    /// <summary>Writes what needs no store; gives what does.</summary>
    private async Task<IReadOnlyCollection<UnpackBlob>> TakeLocalAsync(
        IReadOnlyList<UnpackBlob> blobs, IReadOnlyDictionary<Sha256Digest, string> sources, ProgressMeter meter, CancellationToken cancellation)
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

    /// <summary>A file that comes in several parts exists, empty, before the first of them.</summary>
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
        var shelf = new PackShelf(store, Keys(release), _codec);
        try
        {
            var locations = await shelf.LocationsAsync(release.Id, cancellation) ?? throw Missing(release, "where its bytes are");
            return await shelf.CatalogAsync(locations.Packs, e => throw Unknown(release, e), cancellation);
        }
        catch (PipelineException e) when (e.InnerException is JsonException)
        {
            throw Unknown(release, e);
        }
    }

    private PipelineException Missing(Release release, string what) => new(
        $"release {release.Id}: {what} is not in {store.Location}. What was live is untouched.", "Save the release again from the same tree.");

    private static PipelineException Unknown(Release release, PipelineException e) => new(
        $"release {release.Id}: where its bytes are cannot be read: {e.Problems[0].What} What was live is untouched.",
        "Save the release again from the same tree.",
        inner: e);

    private static ReleaseKeys Keys(Release release) => new(release.Manifest.App);

    private static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
