using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Pipelines.Releases.Files;

namespace Pipelines.Adapters.Posix;

/// <summary>The system's libzstd, using the part of its interface that has been stable since 1.0.</summary>
internal sealed unsafe class Zstd : IZstd
{
    /// <summary>Of both implementations.</summary>
    internal const int Level = 2;

    private static readonly string[] Names = ["libzstd.so.1", "libzstd.1.dylib"];

    private readonly ConcurrentBag<nint> _compressors = [];
    private readonly ConcurrentBag<nint> _decompressors = [];
    private readonly delegate* unmanaged<nint> _createCompressor;
    private readonly delegate* unmanaged<nint> _createDecompressor;
    private readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, int, nuint> _compress;
    private readonly delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint> _decompress;
    private readonly delegate* unmanaged<nuint, uint> _isError;

    private Zstd(nint library)
    {
        _createCompressor = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createCCtx");
        _createDecompressor = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "ZSTD_createDCtx");
        _compress =
            (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, int, nuint>)NativeLibrary.GetExport(library, "ZSTD_compressCCtx");
        _decompress = (delegate* unmanaged<nint, byte*, nuint, byte*, nuint, nuint>)NativeLibrary.GetExport(library, "ZSTD_decompressDCtx");
        _isError = (delegate* unmanaged<nuint, uint>)NativeLibrary.GetExport(library, "ZSTD_isError");
    }

    /// <summary>The library; null if there is none.</summary>
    public static Zstd? Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(Zstd).Assembly, DllImportSearchPath.SafeDirectories, out var library))
            {
                return new Zstd(library);
            }
        }

        return null;
    }

    public int? Compress(ReadOnlySpan<byte> raw, Span<byte> room)
    {
        var context = _compressors.TryTake(out var kept) ? kept : _createCompressor();
        fixed (byte* from = raw, to = room)
        {
            var length = _compress(context, to, (nuint)room.Length, from, (nuint)raw.Length, Level);
            _compressors.Add(context);
            return Length(length);
        }
    }

    public int? Decompress(ReadOnlySpan<byte> bytes, Span<byte> raw)
    {
        var context = _decompressors.TryTake(out var kept) ? kept : _createDecompressor();
        fixed (byte* from = bytes, to = raw)
        {
            var length = _decompress(context, to, (nuint)raw.Length, from, (nuint)bytes.Length);
            _decompressors.Add(context);
            return Length(length);
        }
    }

    private int? Length(nuint result) => _isError(result) == 0 ? (int)result : null;
}
