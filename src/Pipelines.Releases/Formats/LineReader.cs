using System.Security.Cryptography;
using Pipelines.Releases.Files;

namespace Pipelines.Releases.Formats;

/// <summary>Reads what a <see cref="LineWriter"/> wrote, without trusting any of it.</summary>
internal static class LineReader
{
    private const int MaxHead = 32;

    /// <summary>The lines of a text, without their newlines. Each line is valid only until the next one is requested.</summary>
    /// <param name="blocks">The written blocks.</param>
    /// <param name="codec">Decodes them.</param>
    /// <param name="hash">Receives the text; null if its digest is not needed.</param>
    /// <exception cref="InvalidDataException">While reading: these are not blocks of lines.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Spool blocks, PartCodec codec, IncrementalHash? hash)
    {
        using var from = blocks.Open();
        var (packed, text) = (Array.Empty<byte>(), Array.Empty<byte>());
        while (Head(from) is var (kept, size, length))
        {
            (packed, text) = (Enough(packed, length), Enough(text, size));
            Fill(from, packed.AsSpan(0, length));
            codec.Decode(kept, packed, length, text.AsSpan(0, size));
            Require(text[size - 1] == '\n', "a block does not end at a line end");
            hash?.AppendData(text, 0, size);
            for (int start = 0, end; start < size; start = end + 1)
            {
                end = start + text.AsSpan(start).IndexOf((byte)'\n');
                yield return text.AsMemory(start, end - start);
            }
        }
    }

    /// <summary>The header of the next block; null at the end.</summary>
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

            Require(next >= 0 && at < MaxHead, "a block does not start with its codec and sizes");
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
            Require(false, "it ends in the middle of a block");
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
