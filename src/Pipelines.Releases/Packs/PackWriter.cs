using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Records;
using Pipelines.Stores;

namespace Pipelines.Releases.Packs;

/// <summary>Collects blocks into packs, which are uploaded as they fill. Thread-safe.</summary>
internal sealed class PackWriter(IStore store, ReleaseKeys keys, PackCatalog catalog, PartCodec codec, TimeProvider clock)
    : IAsyncDisposable
{
    /// <summary>
    /// Size of a pack: large enough for range reads and parallel transfers to pay off, small enough to be worth removing when it is no
    /// longer needed.
    /// </summary>
    public const int PackSize = 32 << 20;

    /// <summary>Maximum number of lines in an index, which is read as a whole.</summary>
    private const int MostLines = 1 << 16;

    private readonly SemaphoreSlim _gate = new(1);
    private PackUpload? _filling;
    private Task _ending = Task.CompletedTask;

    /// <summary>Bytes of packs and their indexes; complete after <see cref="FlushAsync"/>.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Adds a block, copying its bytes.</summary>
    /// <param name="parts">Its parts, in order.</param>
    /// <param name="kept">Its codec.</param>
    /// <param name="size">Its decoded length.</param>
    /// <param name="bytes">Its encoded bytes.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task AddAsync(IReadOnlyList<(Sha256Digest Sha256, int Size)> parts, string kept, int size, ReadOnlyMemory<byte> bytes,
        CancellationToken cancellation) =>
        InTurnAsync(bytes.Length, parts.Count, async pack =>
            catalog.Put(pack.Number, await pack.AddAsync(kept, size, bytes, parts, cancellation), parts), cancellation);

    /// <summary>Adds the composition of a large file.</summary>
    public Task AddAsync(FileRecipe file, CancellationToken cancellation) => InTurnAsync(
        0,
        file.Chunks.Count,
        pack =>
        {
            pack.Add(file);
            catalog.Add(file, pack.Number);
            return Task.CompletedTask;
        },
        cancellation);

    /// <summary>Returns when the store has everything.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await EndAsync(cancellation);
        await _ending;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await (_filling?.DisposeAsync() ?? ValueTask.CompletedTask);
        _gate.Dispose();
    }

    private async Task InTurnAsync(int length, int lines, Func<PackUpload, Task> add, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_filling is { } full && (full.Length + length > PackSize || full.Lines + lines > MostLines))
            {
                await EndAsync(cancellation);
            }

            _filling ??= new PackUpload(store, keys, catalog, codec, clock, cancellation);
            catalog.Need(_filling.Id);
            await add(_filling);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Completes the full pack while the next one fills; one at a time.</summary>
    private async Task EndAsync(CancellationToken cancellation)
    {
        await _ending;
        if (_filling is { } full)
        {
            _filling = null;
            _ending = Task.Run(
                async () =>
                {
                    await using var ending = full;
                    SentBytes += await full.EndAsync(store, keys, cancellation);
                },
                CancellationToken.None);
        }
    }
}
