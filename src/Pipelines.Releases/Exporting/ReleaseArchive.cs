using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Exporting;

/// <summary>
/// Packs an unpacked release into one file. The same release gives the same bytes: entries in the order of the manifest, a fixed timestamp,
/// owner root.
/// </summary>
internal sealed class ReleaseArchive(IZstd zstd)
{
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xA000;
    private const int LinkMode = 0x1FF;

    /// <summary>The earliest time that a zip can store; tar warns about earlier ones.</summary>
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="release">Its manifest.</param>
    /// <param name="tree">Where it was unpacked.</param>
    /// <param name="to">The archive.</param>
    /// <param name="format">Its format.</param>
    /// <param name="cancellation">Cancels it.</param>
    public void Write(Manifest release, string tree, Stream to, ArchiveFormat format, CancellationToken cancellation)
    {
        if (format == ArchiveFormat.Zip)
        {
            WriteZip(release, tree, to, cancellation);
            return;
        }

        using var compressed = format == ArchiveFormat.TarGzip
            ? (Stream)new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true) : new ZstdFrames(zstd, to);
        WriteTar(release, tree, compressed, cancellation);
    }

    private static void WriteTar(Manifest release, string tree, Stream to, CancellationToken cancellation)
    {
        using var tar = new TarWriter(to, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var entry in release.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            var packed = TarEntry(entry);
            if (entry.Kind == EntryKind.File)
            {
                using var content = File.OpenRead(Path.Combine(tree, entry.Path));
                packed.DataStream = content;
                tar.WriteEntry(packed);
            }
            else
            {
                tar.WriteEntry(packed);
            }
        }
    }

    /// <summary>In GNU format, because in the other one the framework would include this process's id.</summary>
    private static GnuTarEntry TarEntry(ManifestEntry entry)
    {
        var (type, name, mode) = entry.Kind switch
        {
            EntryKind.File => (TarEntryType.RegularFile, entry.Path, entry.Mode),
            EntryKind.Directory => (TarEntryType.Directory, $"{entry.Path}/", entry.Mode),
            _ => (TarEntryType.SymbolicLink, entry.Path, LinkMode),
        };
        var packed =
            new GnuTarEntry(type, name) { Mode = (UnixFileMode)mode, ModificationTime = Stamp, AccessTime = Stamp, ChangeTime = Stamp };
        if (entry.Kind == EntryKind.Link)
        {
            packed.LinkName = entry.Target!;
        }

        return packed;
    }

    /// <summary>Modes and links are where Info-ZIP and others expect them: in the upper half of the external attributes.</summary>
    private static void WriteZip(Manifest release, string tree, Stream to, CancellationToken cancellation)
    {
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        foreach (var entry in release.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            var packed = zip.CreateEntry(entry.Kind == EntryKind.Directory ? $"{entry.Path}/" : entry.Path, CompressionLevel.Optimal);
            packed.LastWriteTime = Stamp;
            packed.ExternalAttributes = entry.Kind switch
            {
                EntryKind.File => (RegularFile | entry.Mode) << 16,
                EntryKind.Directory => ((0x4000 | entry.Mode) << 16) | 0x10,
                _ => unchecked((SymbolicLink | LinkMode) << 16),
            };
            using var into = packed.Open();
            if (entry.Kind == EntryKind.File)
            {
                using var content = File.OpenRead(Path.Combine(tree, entry.Path));
                content.CopyTo(into);
            }
            else if (entry.Kind == EntryKind.Link)
            {
                into.Write(Encoding.UTF8.GetBytes(entry.Target!));
            }
        }
    }
}
