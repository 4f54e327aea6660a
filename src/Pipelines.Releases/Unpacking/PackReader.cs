using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Stores;

namespace Pipelines.Releases.Unpacking;

/// <summary>
/// Copies parts from packs to their files. Nothing is written beyond the declared parts, and nothing is kept that its digest does not
/// confirm.
/// </summary>
internal sealed class PackReader(IStore store, ReleaseKeys keys, ReleaseId release, PartCodec codec, ProgressMeter progress)
{
    private long _fetched;

    public long FetchedBytes => Interlocked.Read(ref _fetched);

    public async Task FetchAsync(PackRange range, CancellationToken cancellation)
    {
        await using var stored = await OpenAsync(range, cancellation)
            ?? throw Damaged(range.Parts[0].Blob, range.Pack, "the pack is missing");
        var at = range.Offset;
        foreach (var block in range.Blocks())
        {
            var first = block[0].Part;
            try
            {
                await SkipAsync(stored.Content, first.Offset - at, cancellation);
                await FetchAsync(stored.Content, block, range.Pack, cancellation);
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
            {
                throw Damaged(block[0].Blob, range.Pack, $"a part of the pack is damaged ({e.Message.TrimEnd('.')})", e);
            }

            at = first.Offset + first.Length;
        }

        Interlocked.Add(ref _fetched, range.Length);
    }

    private async Task<StoredObject?> OpenAsync(PackRange range, CancellationToken cancellation)
    {
        try
        {
            return await store.OpenAsync(keys.Pack(range.Pack), new ByteRange(range.Offset, range.Length), cancellation);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw Damaged(range.Parts[^1].Blob, range.Pack, "the pack is shorter than it should be", e);
        }
    }

    /// <summary>Reads a block and writes its parts.</summary>
    private async Task FetchAsync(Stream content, IReadOnlyList<(PackPart Part, UnpackBlob Blob)> parts, string pack,
        CancellationToken cancellation)
    {
        var block = parts[0].Part.Block;
        var packed = PartBuffers.Pool.Rent(block.Length);
        var raw = PartBuffers.Pool.Rent(block.Size);
        try
        {
            await content.ReadExactlyAsync(packed.AsMemory(0, block.Length), cancellation);
            codec.Decode(block.Codec, packed, block.Length, raw.AsSpan(0, block.Size));
            foreach (var (part, blob) in parts)
            {
                var whole = Write(raw.AsSpan(part.From, part.Size), part, blob, pack);
                progress.Add((long)part.Size * blob.Files.Count, whole ? blob.Files.Count : 0);
            }
        }
        finally
        {
            PartBuffers.Pool.Return(packed);
            PartBuffers.Pool.Return(raw);
        }
    }

    /// <summary>Whether the file is completely written.</summary>
    private bool Write(ReadOnlySpan<byte> raw, PackPart part, UnpackBlob blob, string pack)
    {
        if (part.Size == blob.Size)
        {
            Confirm(Sha256Digest.Of(raw) == blob.Sha256, blob, pack);
            foreach (var file in blob.Files)
            {
                file.Write(raw);
            }

            return true;
        }

        foreach (var file in blob.Files)
        {
            file.Write(raw, part.At);
        }

        var whole = blob.PartWritten();
        Confirm(!whole || blob.Files.All(file => file.FinishIf(blob.Size, blob.Sha256)), blob, pack);
        return whole;
    }

    private void Confirm(bool right, UnpackBlob blob, string pack)
    {
        if (!right)
        {
            throw Damaged(blob, pack, "its contents do not match the SHA-256 in the manifest");
        }
    }

    private PipelineException Damaged(UnpackBlob blob, string pack, string what, Exception? inner = null) => new(
        $"release {release}: {blob.Files[0].Path}: {what} ({store.Location}, {keys.Pack(pack)}). The live release is unchanged.",
        $"Run `pipelines releases verify {release}`, which sets damaged packs aside, then package the same tree again.",
        inner: inner);

    private static async Task SkipAsync(Stream content, long count, CancellationToken cancellation)
    {
        var buffer = new byte[(int)Math.Min(count, 16 * 1024)];
        for (var left = count; left > 0;)
        {
            var wanted = (int)Math.Min(left, buffer.Length);
            await content.ReadExactlyAsync(buffer.AsMemory(0, wanted), cancellation);
            left -= wanted;
        }
    }
}
