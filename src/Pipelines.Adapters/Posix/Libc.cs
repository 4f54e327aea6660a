using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pipelines.Adapters.Posix;

/// <summary>System calls that the framework does not provide, or provides with different semantics (its moves are not rename(2)).</summary>
internal static partial class Libc
{
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;

    private const string Library = "libc";
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const int WriteAndSearch = 3;
    private const int LongestTarget = 4096;
    private const int LongestAttributes = 1 << 16;
    private const int CurrentDirectory = -100;
    private const uint ExchangeNames = 2;
    private const uint TypeModeAndSize = 0x203;
    private const uint OwnerAndChange = 0x98;

    [LibraryImport(Library, EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Rename(string from, string to);

    [LibraryImport(Library, EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Link(string existing, string created);

    /// <summary>Lets two names change places in one step; null when they did.</summary>
    public static IOException? Exchange(string one, string other) =>
        RenameAt2(CurrentDirectory, one, CurrentDirectory, other, ExchangeNames) == 0 ? null : Failure(other);

    /// <summary>Whether this process may create and rename in a directory, as access(2) says.</summary>
    public static bool MayWrite(string directory) => Access(directory, WriteAndSearch) == 0;

    /// <summary>The target of a symbolic link, as it is on disk; null when there is no link.</summary>
    /// <exception cref="IOException">It cannot be read; <see cref="Exception.HResult"/> is errno.</exception>
    public static byte[]? ReadLink(string path)
    {
        var room = new byte[LongestTarget];
        var length = ReadLink(path, ref MemoryMarshal.GetArrayDataReference(room), room.Length);
        return length >= 0 ? room[..(int)length]
            : Marshal.GetLastPInvokeError() is Errno.NotFound or Errno.Invalid or Errno.NotDirectory ? null
            : throw Failure(path);
    }

    /// <summary>Creates a symbolic link.</summary>
    /// <exception cref="IOException">It cannot be created; <see cref="Exception.HResult"/> is errno.</exception>
    public static void CreateLink(byte[] target, string path)
    {
        byte[] terminated = [.. target, 0];
        if (SymbolicLink(ref MemoryMarshal.GetArrayDataReference(terminated), path) != 0)
        {
            throw Failure(path);
        }
    }

    [LibraryImport(Library, EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport(Library, EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Flock(SafeFileHandle file, int operation);

    /// <summary>ioctl(2), only for FICLONE, whose argument is a descriptor.</summary>
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Ioctl(SafeFileHandle file, nuint request, SafeFileHandle argument);

    [LibraryImport(Library, EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Fsync(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SyncFileSystem(SafeFileHandle file);

    /// <summary>A directory opened for fsync(2) or syncfs(2); the framework only opens files.</summary>
    /// <exception cref="IOException">It cannot be opened; <see cref="Exception.HResult"/> is errno.</exception>
    public static SafeFileHandle OpenDirectory(string path) => OpenExisting(path, ReadOnly);

    /// <summary>A file opened without the flock(2) that the framework takes on every file it opens.</summary>
    /// <exception cref="IOException">It cannot be opened; <see cref="Exception.HResult"/> is errno.</exception>
    public static SafeFileHandle OpenForLock(string path) => OpenExisting(path, ReadWrite);

    /// <summary>
    /// A descriptor for reading, which the caller closes: no object is allocated for it, so that very many files can be read one after
    /// another. Null for a link or a socket. Does not block on others, such as a fifo.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened; <see cref="Exception.HResult"/> is errno.</exception>
    /// <exception cref="UnauthorizedAccessException">Its mode does not permit it.</exception>
    public static int? OpenToRead(string path)
    {
        var descriptor = Open(path, ReadOnly | CloseOnExec | NotThroughLink | NonBlocking);
        return descriptor >= 0 ? descriptor : Marshal.GetLastPInvokeError() switch
        {
            Errno.NoDevice => null,
            var errno when errno == Errno.Loop => null,
            Errno.AccessDenied => throw new UnauthorizedAccessException(Failure(path).Message),
            _ => throw Failure(path),
        };
    }

    /// <summary>Reads the next bytes; 0 at the end, or if the buffer is empty.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int Read(int descriptor, Span<byte> room, string path)
    {
        nint read;
        do
        {
            read = Read(descriptor, ref MemoryMarshal.GetReference(room), (nuint)room.Length);
        }
        while (read < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);

        return read >= 0 ? (int)read : throw Failure(path);
    }

    [LibraryImport(Library, EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int descriptor);

    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    private static int NotThroughLink => OperatingSystem.IsMacOS() ? 0x100
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000
        : 0x20000;

    private static int NonBlocking => OperatingSystem.IsMacOS() ? 4 : 0x800;

    private static SafeFileHandle OpenExisting(string path, int access)
    {
        var descriptor = Open(path, access | CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>st_mode and st_size of the path itself: links are not followed.</summary>
    /// <exception cref="IOException">It cannot be accessed; <see cref="Exception.HResult"/> is errno.</exception>
    public static (int Mode, long Size) StatusOf(string path) => StatusOf(CurrentDirectory, path, path, NoFollow);

    /// <summary>The same for an open file, which takes a fraction of the time.</summary>
    /// <exception cref="IOException">It cannot be accessed.</exception>
    public static (int Mode, long Size) StatusOf(int descriptor, string path) =>
        OperatingSystem.IsMacOS() ? StatusOf(path) : StatusOf(descriptor, "", path, EmptyPath);

    private static (int Mode, long Size) StatusOf(int directory, string relative, string path, int flags)
    {
        Span<byte> status = stackalloc byte[256];
        var result = OperatingSystem.IsMacOS()
            ? Lstat(path, ref MemoryMarshal.GetReference(status))
            : Statx(directory, relative, flags, TypeModeAndSize, ref MemoryMarshal.GetReference(status));
        // st_mode and st_size of struct stat there, stx_mode and stx_size of struct statx here
        var (mode, size) = OperatingSystem.IsMacOS() ? (4, 96) : (28, 40);
        return result == 0 ? (MemoryMarshal.Read<ushort>(status[mode..]), MemoryMarshal.Read<long>(status[size..])) : throw Failure(path);
    }

    /// <summary>User, group and time of the last change of the path itself, from struct statx. Linux only.</summary>
    /// <exception cref="IOException">It cannot be accessed; <see cref="Exception.HResult"/> is errno.</exception>
    public static (uint User, uint Group, DateTimeOffset ChangedAt) OwnerOf(string path)
    {
        Span<byte> status = stackalloc byte[256];
        return Statx(CurrentDirectory, path, NoFollow, OwnerAndChange, ref MemoryMarshal.GetReference(status)) == 0
            ? (MemoryMarshal.Read<uint>(status[20..]), MemoryMarshal.Read<uint>(status[24..]), Time(status[96..]))
            : throw Failure(path);

        static DateTimeOffset Time(ReadOnlySpan<byte> timestamp) => DateTimeOffset.FromUnixTimeSeconds(MemoryMarshal.Read<long>(timestamp))
            .AddTicks(MemoryMarshal.Read<uint>(timestamp[8..]) / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>Names of the extended attributes of the path itself. Linux only.</summary>
    /// <exception cref="IOException">They cannot be read; <see cref="Exception.HResult"/> is errno.</exception>
    public static IReadOnlyList<string> AttributesOf(string path)
    {
        var length = ListAttributes(path, ref Unsafe.NullRef<byte>(), 0);
        if (length == 0 || (length < 0 && Marshal.GetLastPInvokeError() == Errno.NotSupported))
        {
            return [];
        }

        var room = new byte[LongestAttributes];
        length = length < 0 ? length : ListAttributes(path, ref MemoryMarshal.GetArrayDataReference(room), room.Length);
        return length >= 0
            ? Encoding.UTF8.GetString(room, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries) : throw Failure(path);
    }

    /// <summary>The errno of the last call as the exception that the framework would have thrown.</summary>
    public static IOException Failure(string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new IOException($"{new Win32Exception(errno).Message} : '{path}'", errno);
    }

    private static int Lstat(string path, ref byte status) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LstatInode64(path, ref status) : LstatPlain(path, ref status);

    [LibraryImport(Library, EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport(Library, EntryPoint = "llistxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ListAttributes(string path, ref byte room, nint size);

    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);

    [LibraryImport(Library, EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadLink(string path, ref byte room, nint size);

    [LibraryImport(Library, EntryPoint = "symlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SymbolicLink(ref byte target, string path);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Read(int descriptor, ref byte room, nuint length);

    [LibraryImport(Library, EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte status);

    [LibraryImport(Library, EntryPoint = "lstat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LstatPlain(string path, ref byte status);

    [LibraryImport(Library, EntryPoint = "lstat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LstatInode64(string path, ref byte status);
}
