using Microsoft.Win32.SafeHandles;
using Pipelines.Releases.Files;

namespace Pipelines.Adapters.Posix;

/// <summary>Operating system functions that releases need and the framework lacks, with system calls of Linux and macOS.</summary>
public sealed class NativeFiles : INativeFiles
{
    /// <summary>The bits of st_mode that tell the kind of a file.</summary>
    internal const int TypeMask = 0xF000;

    private const nuint FileClone = 0x40049409; // FICLONE

    private readonly Lazy<IZstd> _zstd = new(() => Posix.Zstd.Load() ?? (IZstd)new ManagedZstd());

    public IZstd Zstd => _zstd.Value;

    public FileStatus Inspect(string path) => Status(Libc.StatusOf(path));

    public bool TryReadWhole(string path, int size, Span<byte> room, int? mode = null)
    {
        if (Libc.OpenToRead(path) is not { } file)
        {
            return false;
        }

        try
        {
            if (mode is not null && Status(Libc.StatusOf(file, path)) != new FileStatus(FileKind.File, mode.Value, size))
            {
                return false;
            }

            int total = 0, read;
            do
            {
                read = Libc.Read(file, room[total..(size + 1)], path);
                total += read;
            }
            while (read > 0 && total != size);

            return total == size;
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    private static FileStatus Status((int Mode, long Size) status)
    {
        var kind = (status.Mode & TypeMask) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Directory,
            0xA000 => FileKind.Link,
            _ => FileKind.Special,
        };
        return new FileStatus(kind, status.Mode & 0xFFF, status.Size);
    }

    public IReadOnlyList<string> AttributesOf(string path) => OperatingSystem.IsLinux()
        ? [.. Libc.AttributesOf(path).Where(IsOfTheFile)]
        : [];

    /// <summary>Given by a person, and changes who may do what; others, such as security.selinux, belong to the machine.</summary>
    private static bool IsOfTheFile(string attribute) =>
        attribute is "security.capability" or "system.posix_acl_access" or "system.posix_acl_default"
            || attribute.StartsWith("user.", StringComparison.Ordinal);

    public bool TryClone(SafeFileHandle from, SafeFileHandle to) => OperatingSystem.IsLinux() && Libc.Ioctl(to, FileClone, from) == 0;

    public bool TryLink(string existing, string created) => Libc.Link(existing, created) == 0;

    public void SyncTree(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            SyncEach(directory);
            return;
        }

        using var handle = Libc.OpenDirectory(directory);
        if (Libc.SyncFileSystem(handle) != 0)
        {
            throw Libc.Failure(directory);
        }
    }

    private void SyncEach(string directory)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(directory))
        {
            switch (Inspect(path).Kind)
            {
                case FileKind.Directory:
                    SyncEach(path);
                    break;
                case FileKind.File:
                    using (var file = File.OpenHandle(path))
                    {
                        RandomAccess.FlushToDisk(file);
                    }

                    break;
            }
        }

        Durable.SyncDirectory(directory);
    }
}
