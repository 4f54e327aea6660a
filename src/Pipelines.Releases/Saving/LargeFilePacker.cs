using System.Security.Cryptography;
using Pipelines.Releases.Files;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Trees;

namespace Pipelines.Releases.Saving;

/// <summary>
/// Packs large files by splitting them into chunks by content. A file that the store may already have, judging by its size, is hashed
/// first; any other is read once, hashed and split sequentially, while chunks are hashed and compressed in parallel. Files are processed
/// one at a time, because each one keeps all cores busy.
/// </summary>
internal sealed class LargeFilePacker(PackCatalog catalog, BlockPacker blocks, int workers, ProgressMeter progress) : IDisposable
{
    /// <summary>How much is compressed together: adjacent chunks resemble each other.</summary>
    private const int BlockSize = 2 << 20;

    private const int HashSize = 256 << 10;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The digest of a file, whose contents are then packed or already stored.</summary>
    public async Task<Sha256Digest> PackAsync(SourceFile file, CancellationToken cancellation)
    {
        var known = catalog.HasFileOf(file.Size) ? Hash(file, cancellation) : (Sha256Digest?)null;
        if (known is { } digest && catalog.Holds(digest, file.Size))
        {
            return digest;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            known ??= catalog.HasFileOf(file.Size) ? Hash(file, cancellation) : null; // the previous one may have been the same
            return known is { } there && catalog.Holds(there, file.Size) ? there : await PackAsync(file, known, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private Sha256Digest Hash(SourceFile file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = PartBuffers.Pool.Rent(HashSize);
        long at = 0;
        for (int read; (read = file.Read(buffer.AsSpan(0, HashSize), at)) > 0; at += read)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            progress.Add(read);
        }

        PartBuffers.Pool.Return(buffer);
        file.Require(at == file.Size);
        return Sha256Digest.Of(hash);
    }

    /// <param name="file">The file.</param>
    /// <param name="expected">Its digest, if it was hashed before.</param>
    /// <param name="cancellation">Cancels it.</param>
    private async Task<Sha256Digest> PackAsync(SourceFile file, Sha256Digest? expected, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (chunks, running) = (new List<Sha256Digest>(), new Queue<Task<IReadOnlyList<Sha256Digest>>>());
        var (window, filled, at) = (PartBuffers.Pool.Rent(BlockSize), 0, 0L);
        try
        {
            do
            {
                chunks.AddRange(running.Count == workers ? await running.Dequeue() : []);
                var read = file.Read(window.AsSpan(filled, BlockSize - filled), at);
                (filled, at) = (filled + read, at + read);
                var sizes = Cut(window.AsSpan(0, filled), isEnd: at >= file.Size);
                var cut = sizes.Sum();
                hash.AppendData(window, 0, cut);
                progress.Add(expected is null ? read : 0);
                var raw = window;
                (window, filled) = (PartBuffers.Pool.Rent(BlockSize), filled - cut);
                raw.AsSpan(cut, filled).CopyTo(window);
                running.Enqueue(Task.Run(() => PackAsync(raw, sizes, cancellation), CancellationToken.None));
                file.Require(read > 0 && at <= file.Size);
            }
            while (filled > 0 || at < file.Size);
        }
        finally
        {
            await Task.WhenAll(running);
            PartBuffers.Pool.Return(window);
        }

        chunks.AddRange(running.SelectMany(task => task.Result));
        var digest = Sha256Digest.Of(hash);
        file.Require((expected ?? digest) == digest);
        await blocks.AddAsync(new FileRecipe(digest, file.Size, chunks), cancellation);
        return digest;
    }

    /// <summary>Lengths of the complete chunks at the start of the bytes. What may be the start of a longer chunk is left.</summary>
    private static List<int> Cut(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var sizes = new List<int>();
        while (bytes.Length >= ContentChunks.MaxSize || (isEnd && bytes.Length > 0))
        {
            sizes.Add(ContentChunks.Cut(bytes[..Math.Min(bytes.Length, ContentChunks.MaxSize)]));
            bytes = bytes[sizes[^1]..];
        }

        return sizes;
    }

    /// <summary>The digests of chunks; those that the store lacks are packed as one block.</summary>
    /// <param name="raw">The chunks, one after another; a pooled buffer that is returned.</param>
    /// <param name="sizes">Their lengths.</param>
    /// <param name="cancellation">Cancels it.</param>
    private async Task<IReadOnlyList<Sha256Digest>> PackAsync(byte[] raw, List<int> sizes, CancellationToken cancellation)
    {
        try
        {
            var (digests, parts, from, kept) = (new List<Sha256Digest>(sizes.Count), new List<(Sha256Digest Sha256, int Size)>(), 0, 0);
            foreach (var size in sizes)
            {
                digests.Add(Sha256Digest.Of(raw.AsSpan(from, size)));
                if (catalog.Claim(digests[^1], size))
                {
                    parts.Add((digests[^1], size));
                    raw.AsSpan(from, size).CopyTo(raw.AsSpan(kept));
                    kept += size;
                }

                from += size;
            }

            await (kept == 0 ? Task.CompletedTask : blocks.AddAsync(parts, raw.AsMemory(0, kept), cancellation));
            return digests;
        }
        finally
        {
            PartBuffers.Pool.Return(raw);
        }
    }
}
