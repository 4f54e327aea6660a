using Pipelines.Releases.Files;

namespace Pipelines.Releases.Packs;

/// <summary>A block that small files fill, to be compressed as one.</summary>
/// <param name="size">Bytes that it takes at most.</param>
internal sealed class PackBlock(int size) : IDisposable
{
    private readonly byte[] _bytes = PartBuffers.Pool.Rent(size + 1);
    private readonly List<(Sha256Digest Sha256, int Size)> _parts = [];
    private int _length;

    public IReadOnlyList<(Sha256Digest Sha256, int Size)> Parts => _parts;

    public ReadOnlyMemory<byte> Content => _bytes.AsMemory(0, _length);

    /// <summary>Bytes that it still takes.</summary>
    public int Room => size - _length;

    /// <summary>Where the next file is read to: one byte more than <see cref="Room"/>, so that a file that has grown is noticed.</summary>
    public Span<byte> Free => _bytes.AsSpan(_length..(size + 1));

    /// <summary>Takes what was read to <see cref="Free"/>: a whole file.</summary>
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
