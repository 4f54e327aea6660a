using System.Collections.Concurrent;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases;

/// <summary>Puts a release on a disk, every byte verified. A run that fails or dies leaves a directory that the next one goes on with.</summary>
public sealed class ReleaseUnpacker(IStore store, INativeFiles native)
{
    private const int AtOnce = 4;

    /// <summary>When less than this part of a release is lacking, to fetch it costs less than to learn what lies on this machine.</summary>
    private const int WorthLooking = 20;

    private const int DiskBlock = 4096;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly PartCodec _codec = new(native.Zstd);

    /// <summary>Writes a release into a new directory and returns when it is on disk.</summary>
    /// <param name="release">The release.</param>
    /// <param name="target">Where; absent or an empty directory. Only its owner can enter until all is there, then it is 0755.</param>
    /// <param name="localSource">A file on this machine that should have the bytes of a SHA-256, or null; it is copied, and not believed.</param>
    /// <param name="reporter">Told the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PipelineException">A part is missing or damaged, the disk refuses, or the target is not empty.</exception>
    public Task<UnpackResult> UnpackAsync(
        Release release, string target, Func<string, string?> localSource, IReporter reporter, CancellationToken cancellation)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw Taken(target);
        }

        return RenewAsync(release, target, new Reuse(localSource, _ => false), reporter, cancellation);
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
            var standing = new TreeRenewal(native, release.Manifest, target, reuse).Run(Options(cancellation));
            var missing = release.Manifest.Entries.Where(entry => !standing.Contains(entry.Path)).ToList();
            var result = await WriteFilesAsync(release, missing, target, reuse, reporter, cancellation);
            CreateLinks(missing, target);
            SetDirectoryModes(release.Manifest, target);
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
        Release release, IReadOnlyList<ManifestEntry> entries, string target, Reuse reuse, IReporter reporter, CancellationToken cancellation)
    {
        var bytes = release.Manifest.Entries.Sum(entry => entry.Size);
        var meter = new ProgressMeter(reporter, "unpacking", bytes);
        var lacking = entries.Sum(entry => entry.Size);
        meter.Add(bytes - lacking);
        reuse = lacking * WorthLooking < bytes ? reuse with { Source = _ => null } : reuse;
        var blobs = Blobs(entries, target, reuse);
        RequireSpace(release, blobs, target, reuse);
        var missing = await TakeLocalAsync(blobs, reuse, meter, cancellation);
        var ranges = PackRange.Group(await PartsAsync(release, missing, cancellation));
        var reader = new PackReader(store, Keys(release), release.Id, _codec, meter.Add);
        await Parallel.ForEachAsync(ranges, Options(cancellation), async (range, token) => await reader.FetchAsync(range, token));
        return new UnpackResult(
            release.Manifest.Entries.Count(entry => entry.Kind == EntryKind.File), bytes, bytes - missing.Sum(blob => blob.Size * blob.Files.Count), reader.FetchedBytes, ranges.Count);
    }

    /// <summary>Before the first byte: what will certainly be written has to fit.</summary>
    private static void RequireSpace(Release release, List<UnpackBlob> blobs, string target, Reuse reuse)
    {
        var needed = blobs.Where(blob => reuse.Source(blob.Sha256) is null || !blob.Files.All(file => file.MayLink))
            .Sum(blob => blob.Files.Count * (blob.Size + DiskBlock - 1) / DiskBlock * DiskBlock);
        var free = needed == 0 ? long.MaxValue : new DriveInfo(target).AvailableFreeSpace;
        if (needed > free)
        {
            throw new PipelineException(
                $"release {release.Id}: {target} needs {needed >> 20} MiB, and {free >> 20} MiB are free there. Nothing was fetched; what was live is untouched.",
                "Free some space, or keep fewer releases there (deploy.keep), and run it again.");
        }
    }

    private static List<UnpackBlob> Blobs(IEnumerable<ManifestEntry> entries, string target, Reuse reuse) => [.. entries
        .Where(entry => entry.Kind == EntryKind.File)
        .GroupBy(entry => entry.Sha256!, StringComparer.Ordinal)
        .Select(same => new UnpackBlob(
            same.Key,
            same.First().Size,
            [.. same.Select(file => new UnpackFile(file.Path, Path.Combine(target, file.Path), reuse.ModeOf(file), reuse.MayLink(file.Path)))]))];

    /// <summary>Writes what needs no store; gives what does.</summary>
    private async Task<IReadOnlyCollection<UnpackBlob>> TakeLocalAsync(IReadOnlyList<UnpackBlob> blobs, Reuse reuse, ProgressMeter meter, CancellationToken cancellation)
    {
        var local = new LocalFiles(native);
        var missing = new ConcurrentBag<UnpackBlob>();
        await Parallel.ForEachAsync(blobs, Options(cancellation), (blob, _) =>
        {
            if (blob.Size == 0)
            {
                WriteEmpty(blob);
            }
            else if (reuse.Source(blob.Sha256) is { } source && local.TryTake(source, blob))
            {
                meter.Add(blob.Size * blob.Files.Count);
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

    private async Task<List<(string Pack, PackPart Part, UnpackBlob Blob)>> PartsAsync(
        Release release, IReadOnlyCollection<UnpackBlob> missing, CancellationToken cancellation)
    {
        var found = new List<(string Pack, PackPart Part, UnpackBlob Blob)>();
        var written = release.Written ?? new PackCatalog([]);
        var catalog = missing.All(blob => written.Find(blob.Sha256, blob.Size) is not null) ? written : await CatalogAsync(release, cancellation);
        foreach (var blob in missing)
        {
            var parts = catalog.Find(blob.Sha256, blob.Size) ?? throw Missing(release, blob.Files[0].Path);
            found.AddRange(parts.Select(part => (part.Pack, part.Part, blob)));
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

    private static void CreateLinks(IEnumerable<ManifestEntry> entries, string target)
    {
        foreach (var link in entries.Where(entry => entry.Kind == EntryKind.Link))
        {
            File.CreateSymbolicLink(Path.Combine(target, link.Path), link.Target!);
        }
    }

    /// <summary>The deepest first: a directory that may not be entered is closed after what is in it.</summary>
    private static void SetDirectoryModes(Manifest manifest, string target)
    {
        foreach (var directory in manifest.Entries.Reverse().Where(entry => entry.Kind == EntryKind.Directory))
        {
            File.SetUnixFileMode(Path.Combine(target, directory.Path), (UnixFileMode)directory.Mode);
        }

        File.SetUnixFileMode(target, Readable);
    }

    private static ReleaseKeys Keys(Release release) => new(release.Manifest.App);

    private static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
