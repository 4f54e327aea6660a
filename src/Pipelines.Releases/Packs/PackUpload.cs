using System.IO.Pipelines;
using System.Security.Cryptography;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Records;
using Pipelines.Stores;

namespace Pipelines.Releases.Packs;

/// <summary>
/// A pack being uploaded: its bytes are sent as they come, and are never in memory all together. The store has it once it is complete, and
/// its index is written before that.
/// </summary>
internal sealed class PackUpload : IAsyncDisposable
{
    private const int Ahead = 1 << 20;
    private const int Segment = 64 << 10;

    private readonly Pipe _pipe =
        new(new PipeOptions(pauseWriterThreshold: Ahead, resumeWriterThreshold: Ahead / 2, minimumSegmentSize: Segment,
            useSynchronizationContext: false));
    private readonly PackIndexWriter _index;
    private readonly Task _sending;

    public PackUpload(IStore store, ReleaseKeys keys, PackCatalog catalog, PartCodec codec, TimeProvider clock,
        CancellationToken cancellation)
    {
        Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10));
        Number = catalog.AddPack(Id);
        _index = new PackIndexWriter(codec, clock.GetUtcNow());
        _sending = Task.Run(() => SendAsync(store, keys.Pack(Id), cancellation), CancellationToken.None);
    }

    public string Id { get; }

    /// <summary>Its number in the catalog.</summary>
    public int Number { get; }

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Lines of its index so far.</summary>
    public int Lines { get; private set; }

    /// <summary>Adds a block, copying its bytes. Waits while the store is behind.</summary>
    public async Task<PackedBlock> AddAsync(
        string kept, int size, ReadOnlyMemory<byte> bytes, IReadOnlyList<(Sha256Digest Sha256, int Size)> parts,
        CancellationToken cancellation)
    {
        var block = new PackedBlock(Length, bytes.Length, kept, size);
        _index.Add(block, parts);
        (Length, Lines) = (Length + bytes.Length, Lines + parts.Count + 1);
        if ((await _pipe.Writer.WriteAsync(bytes, cancellation)).IsCompleted)
        {
            await _sending; // the upload has failed: nothing reads any more
        }

        return block;
    }

    public void Add(FileRecipe file)
    {
        _index.Add(file);
        Lines += file.Chunks.Count + 1;
    }

    /// <summary>Returns when the store has the index and the pack; returns the size of both.</summary>
    public async Task<long> EndAsync(IStore store, ReleaseKeys keys, CancellationToken cancellation)
    {
        var index = _index.End();
        await using var description = index.Open();
        await store.PutAsync(keys.Index(Id), description, PutCondition.Always, cancellation);
        await _pipe.Writer.CompleteAsync();
        await _sending;
        return index.Length + Length;
    }

    /// <summary>An incomplete pack is not in the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pipe.Writer.CompleteAsync(new OperationCanceledException("the pack was given up"));
        await _sending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _index.Dispose();
    }

    private async Task SendAsync(IStore store, string key, CancellationToken cancellation)
    {
        try
        {
            await using var content = _pipe.Reader.AsStream(leaveOpen: true);
            await store.PutAsync(key, content, PutCondition.Always, cancellation);
        }
        finally
        {
            await _pipe.Reader.CompleteAsync();
        }
    }
}
