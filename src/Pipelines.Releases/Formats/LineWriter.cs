using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Formats;

/// <summary>
/// Compresses a text while it is written, in blocks of whole lines, each after a header line with its codec, size and length. A text of any
/// length therefore needs only the memory of one block, for writing and reading.
/// </summary>
internal sealed class LineWriter(PartCodec codec, Spool to) : IDisposable
{
    /// <summary>Maximum size of a block for readers.</summary>
    public const int MaxBlock = 1 << 20;

    private const int BlockSize = 256 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _text = PartBuffers.Pool.Rent(BlockSize);
    private readonly byte[] _room = PartBuffers.Pool.Rent(PartCodec.Bound(BlockSize));
    private int _length;

    /// <summary>Buffer for the next line, including its newline.</summary>
    /// <param name="most">Its maximum length.</param>
    public Span<byte> Room(int most)
    {
        if (_length + most > BlockSize)
        {
            WriteBlock();
        }

        return _text.AsSpan(_length);
    }

    /// <summary>Adds what was written to <see cref="Room"/>.</summary>
    public void Advance(int length) => _length += length;

    /// <summary>Writes a short line.</summary>
    public void Line(string line)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(line.Length) + 1);
        var length = Encoding.UTF8.GetBytes(line, room);
        room[length] = (byte)'\n';
        Advance(length + 1);
    }

    /// <summary>Ends the text and returns its digest.</summary>
    public Sha256Digest End()
    {
        WriteBlock();
        return Sha256Digest.Of(_hash);
    }

    public void Dispose()
    {
        _hash.Dispose();
        PartBuffers.Pool.Return(_text);
        PartBuffers.Pool.Return(_room);
    }

    private void WriteBlock()
    {
        if (_length > 0)
        {
            var text = _text.AsMemory(0, _length);
            _hash.AppendData(text.Span);
            var (kept, bytes) = codec.Encode(text, _room, isUniform: false);
            to.Append(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kept}\t{_length}\t{bytes.Length}\n")));
            to.Append(bytes.Span);
            _length = 0;
        }
    }
}
