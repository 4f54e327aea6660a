using Pipelines.Releases.Files;

namespace Pipelines.Releases.Packs;

/// <summary>A block that is filled with small files and compressed as a whole.</summary>
/// <param name="size">Its capacity in bytes.</param>
internal sealed class PackBlock(int size) : IDisposable
{
    private readonly byte[] _bytes = PartBuffers.Pool.Rent(size + 1);
    private readonly List<(Sha256Digest Sha256, int Size)> _parts = [];
    private int _length;

    public IReadOnlyList<(Sha256Digest Sha256, int Size)> Parts => _parts;

    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, _length);

    /// <summary>The remaining bytes.</summary>
    public int Room => size - _length;

    /// <summary>Buffer for the next file: one byte more than <see cref="Room"/>, so that a file that has grown is detected.</summary>
    public Span<byte> Free => _bytes.AsSpan(_length..(size + 1));

    /// <summary>Adds what was read to <see cref="Free"/>: a whole file.</summary>
    public void Add(Sha256Digest sha256, int length)
    {
        _parts.Add((sha256, length));
        _length += length;
    }

    public void Clear()
    {
        _parts.Clear();
        _length = 0;
    }

    public void Dispose() => PartBuffers.Pool.Return(_bytes);
}
