using System.Security.Cryptography;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Formats;

/// <summary>Reads what a <see cref="LineWriter"/> wrote, and believes none of it.</summary>
internal static class LineReader
{
    private const int MaxHead = 32;

    /// <summary>The lines of a text, without their newlines. Each is gone when the next one is asked for.</summary>
    /// <param name="blocks">What was written.</param>
    /// <param name="codec">Decodes them.</param>
    /// <param name="hash">Told the text; null when nobody wants its digest.</param>
    /// <exception cref="InvalidDataException">While it is read: these are not blocks of lines.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Spool blocks, PartCodec codec, IncrementalHash? hash)
    {
        using var from = blocks.Open();
        var (packed, text) = (Array.Empty<byte>(), Array.Empty<byte>());
        while (Head(from) is var (kept, size, length))
        {
            (packed, text) = (Enough(packed, length), Enough(text, size));
            Fill(from, packed.AsSpan(0, length));
            codec.Decode(kept, packed, length, text.AsSpan(0, size));
            Require(text[size - 1] == '\n', "a block does not end with a line");
            hash?.AppendData(text, 0, size);
            for (int start = 0, end; start < size; start = end + 1)
            {
                end = start + text.AsSpan(start).IndexOf((byte)'\n');
                yield return text.AsMemory(start, end - start);
            }
        }
    }

    /// <summary>What is said of the next block; null at the end.</summary>
    private static (string Codec, int Size, int Length)? Head(Stream from)
    {
        Span<byte> line = stackalloc byte[MaxHead];
        var at = 0;
        for (int next; (next = from.ReadByte()) != '\n'; line[at++] = (byte)next)
        {
            if (next < 0 && at == 0)
            {
                return null;
            }

            Require(next >= 0 && at < MaxHead, "a block does not begin with its codec and sizes");
        }

        var fields = new LineFields(line[..at]);
        var kept = fields.Text();
        Require(PartCodec.Problem(kept) is null, "a block has an unknown codec");
        var (size, length) = ((int)fields.Number(LineWriter.MaxBlock), (int)fields.Number(LineWriter.MaxBlock));
        fields.End();
        Require(size > 0, "a block is empty");
        return (kept, size, length);
    }

    private static byte[] Enough(byte[] buffer, int size) => buffer.Length >= size ? buffer : new byte[size];

    private static void Fill(Stream from, Span<byte> buffer)
    {
        try
        {
            from.ReadExactly(buffer);
        }
        catch (EndOfStreamException)
        {
            Require(false, "it ends within a block");
        }
    }

    private static void Require(bool right, string what)
    {
        if (!right)
        {
            throw new InvalidDataException(what);
        }
    }
}
