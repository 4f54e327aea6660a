using Pipelines.Releases.Files;
using Pipelines.Releases.Manifests;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Trees;

namespace Pipelines.Releases.Saving;

/// <summary>
/// Hashes files and packs those whose contents the store does not have, on all cores. A file is read once, into the block that it may share
/// with its neighbors if it is small; the <see cref="LargeFilePacker"/> handles large ones.
/// </summary>
internal sealed class FilePacker : IDisposable
{
    /// <summary>Largest file that shares its block, and largest shared block.</summary>
    private const int SharedSize = 1 << 20;

    private const int MostWorkers = 8;

    private static readonly int Workers = Math.Min(Environment.ProcessorCount, MostWorkers);

    private readonly INativeFiles _native;
    private readonly TreeScan _tree;
    private readonly PackCatalog _catalog;
    private readonly BlockPacker _blocks;
    private readonly LargeFilePacker _large;
    private readonly ProgressMeter _progress;

    /// <param name="native">Reads files.</param>
    /// <param name="tree">What to pack.</param>
    /// <param name="catalog">What the store has. Packed contents are added to it.</param>
    /// <param name="blocks">Receives what is packed.</param>
    /// <param name="progress">Notified of finished bytes and files.</param>
    public FilePacker(INativeFiles native, TreeScan tree, PackCatalog catalog, BlockPacker blocks, ProgressMeter progress)
    {
        (_native, _tree, _catalog, _blocks, _progress) = (native, tree, catalog, blocks, progress);
        _large = new LargeFilePacker(catalog, blocks, Workers, progress);
    }

    /// <summary>Packs everything.</summary>
    /// <param name="done">Receives each entry with its digest, in path order.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task RunAsync(Action<ManifestEntry> done, CancellationToken cancellation)
    {
        using var runs = new OrderedRuns<ManifestEntry>(_tree.Entries, done);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, Workers), options, async (_, token) => await WorkAsync(runs, token));
    }

    public void Dispose() => _large.Dispose();

    /// <summary>One worker: takes runs of entries until none are left.</summary>
    private async Task WorkAsync(OrderedRuns<ManifestEntry> runs, CancellationToken cancellation)
    {
        using var block = new PackBlock(SharedSize);
        while (await runs.TakeAsync(cancellation) is var (number, run))
        {
            for (var i = 0; i < run.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                run[i] = run[i] is { Kind: EntryKind.File } file
                    ? file with { Sha256 = await PackAsync(file, block, cancellation) } : run[i];
            }

            runs.Give(number, run);
        }

        await FlushAsync(block, cancellation);
    }

    /// <summary>The digest of a file, whose contents are then packed or already stored.</summary>
    private async Task<Sha256Digest> PackAsync(ManifestEntry file, PackBlock block, CancellationToken cancellation)
    {
        using var source = new SourceFile(_native, _tree.Root, file);
        if (file.Size >= ContentChunks.FromSize)
        {
            var digest = await _large.PackAsync(source, cancellation);
            _progress.Add(0, moreFiles: 1);
            return digest;
        }

        if (file.Size > SharedSize)
        {
            return await PackAloneAsync(source, cancellation);
        }

        if (file.Size > block.Room)
        {
            await FlushAsync(block, cancellation);
        }

        var length = (int)file.Size;
        source.ReadWhole(block.Free);
        var sha256 = Sha256Digest.Of(block.Free[..length]);
        if (length > 0 && _catalog.Claim(sha256, length))
        {
            block.Add(sha256, length);
        }

        _progress.Add(length, moreFiles: 1);
        return sha256;
    }

    private async Task<Sha256Digest> PackAloneAsync(SourceFile source, CancellationToken cancellation)
    {
        using var block = new PackBlock((int)source.Size);
        source.ReadWhole(block.Free);
        var sha256 = Sha256Digest.Of(block.Free[..(int)source.Size]);
        if (_catalog.Claim(sha256, (int)source.Size))
        {
            block.Add(sha256, (int)source.Size);
            await FlushAsync(block, cancellation);
        }

        _progress.Add(source.Size, moreFiles: 1);
        return sha256;
    }

    private async Task FlushAsync(PackBlock block, CancellationToken cancellation)
    {
        if (block.Parts.Count > 0)
        {
            await _blocks.AddAsync(block.Parts, block.Content, cancellation);
            block.Clear();
        }
    }
}
