using Pipelines.Errors;
using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Trees;
using Pipelines.Releases.Unpacking;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases.Exporting;

/// <summary>Writes a release to one file, for people who do not have this program. Every byte is verified before it is written.</summary>
public sealed class ReleaseExport(IStore store, INativeFiles native)
{
    private static readonly (string Ending, ArchiveFormat Format)[] Endings =
        [(".tar.zst", ArchiveFormat.TarZstd), (".tar.gz", ArchiveFormat.TarGzip), (".tgz", ArchiveFormat.TarGzip),
            (".zip", ArchiveFormat.Zip)];

    /// <summary>The format indicated by a file name.</summary>
    /// <exception cref="PipelineException">It does not indicate a known one.</exception>
    public static ArchiveFormat FormatOf(string path) =>
        Endings.FirstOrDefault(ending => path.EndsWith(ending.Ending, StringComparison.Ordinal)) is { Ending: not null } found
        ? found.Format
        : throw PipelineException.BadInput("--to", $"\"{path}\" does not indicate a format.",
        $"Choose a name that ends in one of {string.Join(", ", Endings.Select(ending => ending.Ending))}.");

    /// <summary>Writes the file atomically. An existing file is replaced.</summary>
    /// <returns>Its size.</returns>
    /// <exception cref="PipelineException">The release is damaged, or writing failed.</exception>
    public async Task<long> WriteAsync(Release release, string path, IReporter reporter, CancellationToken cancellation)
    {
        var format = FormatOf(path);
        var scratch = $"{path}.{Guid.NewGuid():n}";
        try
        {
            await new ReleaseUnpacker(store, native).UnpackAsync(release, $"{scratch}.d", reporter, cancellation);
            return Pack(release.Manifest, scratch, path, format, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException($"release {release.Id}: cannot write {path}: {e.Message.TrimEnd('.')}.",
                "Check the free space and the permissions there, and run it again.", inner: e);
        }
        finally
        {
            ReleaseTree.Delete($"{scratch}.d");
            File.Delete(scratch);
        }
    }

    private long Pack(Manifest manifest, string scratch, string path, ArchiveFormat format, CancellationToken cancellation)
    {
        ReleaseTree.MakeReadable($"{scratch}.d");
        using (var file = new FileStream(scratch, FileMode.CreateNew, FileAccess.Write))
        {
            new ReleaseArchive(native.Zstd).Write(manifest, $"{scratch}.d", file, format, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(scratch, path, overwrite: true);
        return new FileInfo(path).Length;
    }
}
