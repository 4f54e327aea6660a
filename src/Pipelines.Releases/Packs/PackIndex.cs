using System.Globalization;
using System.Text;
using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Manifests;

namespace Pipelines.Releases.Packs;

/// <summary>The contents of a pack. Written before the pack, so that a pack always has an index.</summary>
/// <param name="Created">When it was written: an unused pack is removed a day later.</param>
/// <param name="Blocks">Its blocks, by offset, each with its parts in order.</param>
/// <param name="Files">Large files that were completed with this pack.</param>
internal sealed record PackIndex(
    DateTimeOffset Created,
    IReadOnlyList<(PackedBlock Block, IReadOnlyList<(Sha256Digest Sha256, int Size)> Parts)> Blocks, IReadOnlyList<FileRecipe> Files)
{
    public const int Format = 4;

    /// <summary>Maximum size of a file.</summary>
    private const long MaxFile = 1L << 53;

    public static bool IsId(string? pack) => pack is { Length: 20 } && LowerHex.Is(pack);

    /// <exception cref="InvalidDataException">It is not an index.</exception>
    public static PackIndex Read(Spool content, PartCodec codec)
    {
        var created = (DateTimeOffset?)null;
        var (blocks, files) = (new List<(PackedBlock, IReadOnlyList<(Sha256Digest, int)>)>(), new List<FileRecipe>());
        var (parts, room, chunks) = (new List<(Sha256Digest, int)>(), 0, new List<Sha256Digest>());
        foreach (var line in LineReader.Read(content, codec, hash: null))
        {
            var fields = new LineFields(line.Span);
            var kind = fields.Next();
            if (created is null)
            {
                created = ReadHead(kind, ref fields);
            }
            else if (kind.SequenceEqual("block"u8))
            {
                var block = PackedBlock.Read(ref fields);
                (parts, room) = ([], block.Size);
                blocks.Add((block, parts));
            }
            else if (kind.SequenceEqual("part"u8))
            {
                var size = (int)fields.Number(room);
                parts.Add((fields.Digest(), size > 0 ? size : throw new InvalidDataException("it has an empty part")));
                room -= size;
                fields.End();
            }
            else if (kind.SequenceEqual("file"u8))
            {
                var size = fields.Number(MaxFile);
                chunks = [];
                files.Add(new FileRecipe(fields.Digest(), size, chunks));
                fields.End();
            }
            else if (kind.SequenceEqual("chunk"u8))
            {
                chunks.Add(fields.Digest());
                fields.End();
            }
            else
            {
                throw new InvalidDataException("it has a line of an unknown kind");
            }
        }

        return new PackIndex(created ?? throw new InvalidDataException("it is empty"), blocks, files);
    }

    private static DateTimeOffset ReadHead(ReadOnlySpan<byte> kind, ref LineFields fields)
    {
        var format = kind.SequenceEqual("index"u8) ? fields.Text() : throw new InvalidDataException("it does not start like an index");
        if (format != $"{Format}")
        {
            throw new InvalidDataException($"it has format {ReleasePath.Printable(format)}, which this version does not read");
        }

        return DateTimeOffset.TryParse(Encoding.ASCII.GetString(fields.Next()), CultureInfo.InvariantCulture, out var created)
            ? created
            : throw new InvalidDataException("it lacks the time when it was written");
    }
}
