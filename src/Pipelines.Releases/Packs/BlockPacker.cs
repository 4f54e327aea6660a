using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;

namespace Pipelines.Releases.Packs;

/// <summary>Compresses blocks and adds them to packs. Thread-safe.</summary>
internal sealed class BlockPacker(PackWriter packs, PartCodec codec)
{
    private long _packed;

    /// <summary>Bytes of files that had to be packed.</summary>
    public long PackedBytes => Interlocked.Read(ref _packed);

    public async Task AddAsync(IReadOnlyList<(Sha256Digest Sha256, int Size)> parts, ReadOnlyMemory<byte> raw,
        CancellationToken cancellation)
    {
        var room = PartBuffers.Pool.Rent(PartCodec.Bound(raw.Length));
        try
        {
            var (kept, bytes) = codec.Encode(raw, room, isUniform: parts.Count == 1);
            await packs.AddAsync(parts, kept, raw.Length, bytes, cancellation);
            Interlocked.Add(ref _packed, raw.Length);
        }
        finally
        {
            PartBuffers.Pool.Return(room);
        }
    }

    public Task AddAsync(FileRecipe file, CancellationToken cancellation) => packs.AddAsync(file, cancellation);
}
