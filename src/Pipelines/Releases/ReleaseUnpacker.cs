using System.Collections.Concurrent;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases;

/// <summary>Puts a release on a disk, every byte verified. A run that fails or dies leaves a directory to <see cref="ReleaseTree.Delete"/> and do again.</summary>
public sealed class ReleaseUnpacker(IStore store, INativeFiles native)
{
    private const int AtOnce = 4;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable = OwnerOnly
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes a release into a new directory and returns when it is on disk.</summary>
    /// <param name="release">The release.</param>
    /// <param name="target">Where; absent or an empty directory. Only its owner can enter until all is there, then it is 0755.</param>
    /// <param name="localSource">A file on this machine that should have the bytes of a SHA-256, or null; it is copied, and not believed.</param>
    /// <param name="reporter">Told the progress.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PipelineException">A part is missing or damaged, the disk refuses, or the target is not empty.</exception>
    public async Task<UnpackResult> UnpackAsync(
        Release release, string target, Func<string, string?> localSource, IReporter reporter, CancellationToken cancellation)
    {
        try
        {
            CreateDirectories(release.Manifest, target);
            var result = await WriteFilesAsync(release, target, localSource, reporter, cancellation);
            CreateLinks(release.Manifest, target);
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

    private static void CreateDirectories(Manifest manifest, string target)
    {
        if (new DirectoryInfo(target).LinkTarget is not null || File.Exists(target)
            || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new PipelineException($"{target} is not a new or empty directory.", "Remove it, and run it again.");
        }

        Directory.CreateDirectory(target);
        File.SetUnixFileMode(target, OwnerOnly);
        foreach (var directory in manifest.Entries.Where(entry => entry.Kind == EntryKind.Directory))
        {
            Directory.CreateDirectory(Path.Combine(target, directory.Path), OwnerOnly);
        }
    }

    private async Task<UnpackResult> WriteFilesAsync(
        Release release, string target, Func<string, string?> localSource, IReporter reporter, CancellationToken cancellation)
    {
        var blobs = Blobs(release.Manifest, target);
        var bytes = blobs.Sum(blob => blob.Size * blob.Files.Count);
        var meter = new ProgressMeter(reporter, "unpacking", bytes);
        var missing = await CopyLocalAsync(blobs, localSource, meter, cancellation);
        var ranges = PackRange.Group(await PartsAsync(release, missing, cancellation));
        var reader = new PackReader(store, Keys(release), release.Id, new PartCodec(native.Zstd), meter.Add);
        await Parallel.ForEachAsync(ranges, Options(cancellation), async (range, token) => await reader.FetchAsync(range, token));
        return new UnpackResult(
            blobs.Sum(blob => blob.Files.Count), bytes, bytes - missing.Sum(blob => blob.Size * blob.Files.Count), reader.FetchedBytes, ranges.Count);
    }

    private static List<UnpackBlob> Blobs(Manifest manifest, string target) => [.. manifest.Entries
        .Where(entry => entry.Kind == EntryKind.File)
        .GroupBy(entry => entry.Sha256!, StringComparer.Ordinal)
        .Select(same => new UnpackBlob(
            same.Key, same.First().Size, [.. same.Select(file => new UnpackFile(file.Path, Path.Combine(target, file.Path), file.Mode))]))];

    /// <summary>Writes what needs no store; gives what does.</summary>
    private static async Task<IReadOnlyCollection<UnpackBlob>> CopyLocalAsync(
        IReadOnlyList<UnpackBlob> blobs, Func<string, string?> localSource, ProgressMeter meter, CancellationToken cancellation)
    {
        var missing = new ConcurrentBag<UnpackBlob>();
        await Parallel.ForEachAsync(blobs, Options(cancellation), (blob, _) =>
        {
            if (blob.Size == 0)
            {
                WriteEmpty(blob);
            }
            else if (localSource(blob.Sha256) is { } source && LocalFiles.TryCopy(source, blob))
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
        var catalog = missing.Count == 0 ? new PackCatalog([]) : await CatalogAsync(release, cancellation);
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
        var shelf = new PackShelf(store, Keys(release));
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

    private static void CreateLinks(Manifest manifest, string target)
    {
        foreach (var link in manifest.Entries.Where(entry => entry.Kind == EntryKind.Link))
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
