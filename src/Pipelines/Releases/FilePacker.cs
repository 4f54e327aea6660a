using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pipelines.Errors;

namespace Pipelines.Releases;

/// <summary>
/// Hashes files and packs those whose bytes the store does not hold, on all cores. A small file is read once, into the block that it
/// may share with its neighbours; a large one is hashed first, then read again in parts that are compressed side by side, and hashed
/// again on the way. Of a very large one, parts that the store holds are not packed again.
/// </summary>
internal sealed class FilePacker(string root, PackCatalog known, PackWriter packs, PartCodec codec, Action<long> progress)
{
    /// <summary>Largest part of a file, and largest block of several.</summary>
    public const int PartSize = 1 << 20;

    /// <summary>Files that one worker takes at a time: neighbours resemble each other, and compress well together.</summary>
    private const int Run = 32;

    private static readonly int Workers = Math.Min(Environment.ProcessorCount, 8);
    private readonly ConcurrentDictionary<string, TreeEntry> _claimed = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<(TreeEntry File, string Sha256)> _large = [];
    private long _packed;
    private int _next;

    /// <summary>Bytes of the files that had to be packed.</summary>
    public long PackedBytes => Interlocked.Read(ref _packed);

    /// <summary>The manifest's entries, all files packed or known.</summary>
    public async Task<IReadOnlyList<ManifestEntry>> PackAsync(IReadOnlyList<TreeEntry> tree, CancellationToken cancellation)
    {
        var entries = new ManifestEntry[tree.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, Workers), options, async (_, token) => await WorkAsync(tree, entries, token));
        foreach (var (file, sha256) in _large.OrderBy(item => item.File.Path, Utf8Order.Instance))
        {
            await PackLargeAsync(file, sha256, cancellation);
        }

        return entries;
    }

    /// <summary>One worker: takes runs of entries until there are none left.</summary>
    private async Task WorkAsync(IReadOnlyList<TreeEntry> tree, ManifestEntry[] entries, CancellationToken cancellation)
    {
        using var block = new PackBlock(PartSize);
        for (int start; (start = Interlocked.Add(ref _next, Run) - Run) < tree.Count;)
        {
            for (var i = start; i < Math.Min(start + Run, tree.Count); i++)
            {
                cancellation.ThrowIfCancellationRequested();
                entries[i] = tree[i] switch
                {
                    { Kind: EntryKind.File } file => ManifestEntry.File(file.Path, file.Mode, file.Size, await PackAsync(file, block, cancellation)),
                    { Kind: EntryKind.Directory } directory => ManifestEntry.Directory(directory.Path, directory.Mode),
                    var link => ManifestEntry.Link(link.Path, link.Target!),
                };
            }
        }

        await FlushAsync(block, cancellation);
    }

    /// <summary>The digest of a file, which is packed, known, or noted to be packed as a large one.</summary>
    private async Task<string> PackAsync(TreeEntry file, PackBlock block, CancellationToken cancellation)
    {
        using var handle = Open(file);
        if (file.Size > PartSize)
        {
            var digest = HashLarge(file, handle, cancellation);
            if (Claim(digest, file))
            {
                _large.Add((file, digest));
            }

            return digest;
        }

        if (file.Size > block.Room)
        {
            await FlushAsync(block, cancellation);
        }

        var length = (int)file.Size;
        Require(ReadFully(handle, block.Free[..(length + 1)], 0) == length, file);
        var sha256 = Sha256Hex.Of(block.Free[..length]);
        if (length > 0 && Claim(sha256, file))
        {
            block.Add(sha256, length);
        }

        progress(length);
        return sha256;
    }

    private async Task FlushAsync(PackBlock block, CancellationToken cancellation)
    {
        if (block.Parts.Count > 0)
        {
            await AddAsync(block.Parts, block.Content, cancellation);
            block.Clear();
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
        return Sha256Hex.Of(hash);
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
                var (raw, part) = (window, PackPart.Run(sha256, file.Size, at, size, from: 0));
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
                    ? AddAsync([part], raw.AsMemory(0, part.Size), cancellation)
                    : AddChunkAsync(part with { Chunk = Sha256Hex.Of(raw.AsSpan(0, part.Size)) }, raw.AsMemory(0, part.Size), cancellation));
            }
            finally
            {
                PartBuffers.Pool.Return(raw);
            }
        },
        CancellationToken.None);

    private Task AddChunkAsync(PackPart part, ReadOnlyMemory<byte> raw, CancellationToken cancellation) =>
        known.FindChunk(part.Chunk!, part.Size) is { } there ? packs.AddAsync(part, there, cancellation) : AddAsync([part], raw, cancellation);

    private async Task AddAsync(IReadOnlyList<PackPart> parts, ReadOnlyMemory<byte> raw, CancellationToken cancellation)
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

    /// <summary>True for the first file of these bytes, when the store does not hold them.</summary>
    private bool Claim(string sha256, TreeEntry file) => known.Find(sha256, file.Size) is null && _claimed.TryAdd(sha256, file);

    private SafeFileHandle Open(TreeEntry file)
    {
        try
        {
            return File.OpenHandle(Path.Combine(root, file.Path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
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
