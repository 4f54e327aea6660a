using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;

namespace Pipelines.Releases;

/// <summary>
/// Hashes files and packs those whose bytes the store does not hold. A small file is read once, hashed and packed from memory; a
/// large one is hashed first, then read again in parts that are compressed side by side, and hashed again on the way. Of a very large
/// one, parts that the store holds are not packed again.
/// </summary>
internal sealed class FilePacker(string root, PackCatalog known, PackWriter packs, PartCodec codec, Action<long> progress)
{
    /// <summary>Length of the parts that files are cut into.</summary>
    public const int PartSize = 1 << 20;

    private static readonly int Workers = Math.Min(Environment.ProcessorCount, 8);
    private readonly ConcurrentDictionary<string, TreeEntry> _claimed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);
    private long _packed;

    /// <summary>Bytes of the files that had to be packed.</summary>
    public long PackedBytes => Interlocked.Read(ref _packed);

    /// <summary>The manifest's entries, all files packed or known.</summary>
    public async Task<IReadOnlyList<ManifestEntry>> PackAsync(IReadOnlyList<TreeEntry> tree, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation };
        var large = new ConcurrentBag<(TreeEntry File, string Sha256)>();
        await Parallel.ForEachAsync(tree.Where(entry => entry.Kind == EntryKind.File), options, async (file, token) =>
        {
            using var handle = Open(file);
            if (file.Size <= PartSize)
            {
                await PackSmallAsync(file, handle, token);
            }
            else if (HashLarge(file, handle, token) is var sha256 && Claim(sha256, file))
            {
                large.Add((file, sha256));
            }
        });
        foreach (var (file, sha256) in large.OrderBy(item => item.File.Path, Utf8Order.Instance))
        {
            await PackLargeAsync(file, sha256, cancellation);
        }

        return [.. tree.Select(Entry)];
    }

    private ManifestEntry Entry(TreeEntry entry) => entry.Kind switch
    {
        EntryKind.File => ManifestEntry.File(entry.Path, entry.Mode, entry.Size, _digests[entry.Path]),
        EntryKind.Directory => ManifestEntry.Directory(entry.Path, entry.Mode),
        _ => ManifestEntry.Link(entry.Path, entry.Target!),
    };

    private async Task PackSmallAsync(TreeEntry file, SafeFileHandle handle, CancellationToken cancellation)
    {
        var raw = PartBuffers.Pool.Rent((int)file.Size + 1);
        try
        {
            var length = ReadFully(handle, raw.AsSpan(0, (int)file.Size + 1), 0);
            Require(length == file.Size, file);
            var sha256 = _digests[file.Path] = Sha256Hex.Of(raw.AsSpan(0, length));
            if (length > 0 && Claim(sha256, file))
            {
                await AddAsync(new PackPart(sha256, length, 0, length, 0, 0, ""), raw.AsMemory(0, length), cancellation);
            }

            progress(length);
        }
        finally
        {
            PartBuffers.Pool.Return(raw);
        }
    }

    private string HashLarge(TreeEntry file, SafeFileHandle handle, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = PartBuffers.Pool.Rent(256 * 1024);
        long at = 0;
        for (int read; (read = RandomAccess.Read(handle, buffer, at)) > 0; at += read)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            progress(read);
        }

        PartBuffers.Pool.Return(buffer);
        Require(at == file.Size, file);
        return _digests[file.Path] = Sha256Hex.Of(hash);
    }

    /// <summary>Reads and hashes parts in order, compresses several at a time.</summary>
    private async Task PackLargeAsync(TreeEntry file, string sha256, CancellationToken cancellation)
    {
        using var handle = Open(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var running = new Queue<Task>();
        var (window, filled) = (PartBuffers.Pool.Rent(PartSize), 0);
        try
        {
            for (long at = 0; at < file.Size;)
            {
                await (running.Count == Workers ? running.Dequeue() : Task.CompletedTask);
                var length = (int)Math.Min(PartSize, file.Size - at);
                Require(ReadFully(handle, window.AsSpan(filled..length), at + filled) == length - filled, file);
                var size = file.Size < ContentChunks.FromSize ? length : ContentChunks.Cut(window.AsSpan(0, length));
                hash.AppendData(window, 0, size);
                var (raw, part) = (window, new PackPart(sha256, file.Size, at, size, 0, 0, ""));
                (window, filled, at) = (PartBuffers.Pool.Rent(PartSize), length - size, at + size);
                raw.AsSpan(size, filled).CopyTo(window);
                running.Enqueue(PackPartAsync(part, raw, cancellation));
            }
        }
        finally
        {
            await Task.WhenAll(running);
            PartBuffers.Pool.Return(window);
        }

        Require(Sha256Hex.Of(hash) == sha256, file);
    }

    private Task PackPartAsync(PackPart part, byte[] raw, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            try
            {
                await (part.Of < ContentChunks.FromSize
                    ? AddAsync(part, raw.AsMemory(0, part.Size), cancellation)
                    : AddChunkAsync(part with { Chunk = Sha256Hex.Of(raw.AsSpan(0, part.Size)) }, raw.AsMemory(0, part.Size), cancellation));
            }
            finally
            {
                PartBuffers.Pool.Return(raw);
            }
        },
        CancellationToken.None);

    private Task AddChunkAsync(PackPart part, ReadOnlyMemory<byte> raw, CancellationToken cancellation) =>
        known.FindChunk(part.Chunk!, part.Size) is { } there ? packs.AddAsync(part, there, cancellation) : AddAsync(part, raw, cancellation);

    private async Task AddAsync(PackPart part, ReadOnlyMemory<byte> raw, CancellationToken cancellation)
    {
        var room = PartBuffers.Pool.Rent(PartCodec.Bound(raw.Length));
        try
        {
            var (kept, bytes) = codec.Encode(raw, room);
            await packs.AddAsync(part with { Codec = kept }, bytes, cancellation);
            Interlocked.Add(ref _packed, raw.Length);
        }
        finally
        {
            PartBuffers.Pool.Return(room);
        }
    }

    /// <summary>True for the first file of these bytes, when the store does not hold them.</summary>
    private bool Claim(string sha256, TreeEntry file) => known.Find(sha256, file.Size) is null && _claimed.TryAdd(sha256, file);

    private SafeFileHandle Open(TreeEntry file)
    {
        try
        {
            return File.OpenHandle(
                Path.Combine(root, file.Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException([new Problem(file.Path, $"cannot be read: {e.Message}", "Make it readable for this user.")], inner: e);
        }
    }

    private static int ReadFully(SafeFileHandle handle, Span<byte> buffer, long at)
    {
        var total = 0;
        for (int read; total < buffer.Length && (read = RandomAccess.Read(handle, buffer[total..], at + total)) > 0;)
        {
            total += read;
        }

        return total;
    }

    private static void Require(bool unchanged, TreeEntry file)
    {
        if (!unchanged)
        {
            throw new PipelineException(
                [new Problem(file.Path, "the file changed while it was packaged.", "Let the build end before packaging starts, and run it again.")],
                ExitCode.Failed);
        }
    }
}
