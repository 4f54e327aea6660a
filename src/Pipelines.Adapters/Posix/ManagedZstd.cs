using System.Collections.Concurrent;
using Pipelines.Releases.Files;
using ZstdSharp;

namespace Pipelines.Adapters.Posix;

/// <summary>Zstandard in managed code, for machines without libzstd. Neither contexts nor frames are shared between threads.</summary>
internal sealed class ManagedZstd : IZstd
{
    private readonly ConcurrentBag<Compressor> _compressors = [];
    private readonly ConcurrentBag<Decompressor> _decompressors = [];

    public int? Compress(ReadOnlySpan<byte> raw, Span<byte> room)
    {
        var context = _compressors.TryTake(out var kept) ? kept : new Compressor(Zstd.Level);
        var fits = context.TryWrap(raw, room, out var length);
        _compressors.Add(context);
        return fits ? length : null;
    }

    public int? Decompress(ReadOnlySpan<byte> bytes, Span<byte> raw)
    {
        var context = _decompressors.TryTake(out var kept) ? kept : new Decompressor();
        try
        {
            return context.TryUnwrap(bytes, raw, out var length) ? length : null;
        }
        catch (ZstdException)
        {
            return null; // damaged; the other false answer is that they do not fit
        }
        finally
        {
            _decompressors.Add(context);
        }
    }
}
