using System.Collections.Concurrent;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Files;
using Pipelines.Releases.Formats;
using Pipelines.Releases.Records;
using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases.Packs;

/// <summary>The packs of an application in its store, and what their indexes say.</summary>
internal sealed class PackShelf(IStore store, ReleaseKeys keys, PartCodec codec)
{
    private const int AtOnce = 8;

    /// <summary>Bytes of an index as it is kept: that of a file of many terabytes.</summary>
    private const long MostIndex = 1 << 28;

    /// <summary>Each id once: a thousand releases name the same thousand packs.</summary>
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>
    /// Packs that are whole and stay: those that a prune has its eye on, or that were set aside, do not count. Marks are read first: one that
    /// goes away between the two readings took its pack along, and the pack is no longer listed.
    /// </summary>
    public async Task<HashSet<string>> UsableAsync(CancellationToken cancellation)
    {
        var marked = await Task.WhenAll(IdsAsync(keys.Doomed, cancellation), IdsAsync(keys.Damaged, cancellation));
        var packs = await IdsAsync(keys.Packs, cancellation);
        packs.ExceptWith(marked.SelectMany(ids => ids));
        return packs;
    }

    /// <summary>Marks a pack, as doomed or damaged: what is saved from now on does not rely on it.</summary>
    /// <exception cref="PipelineException">The store cannot be written.</exception>
    public async Task MarkAsync(string prefix, string pack, CancellationToken cancellation)
    {
        using var nothing = new MemoryStream();
        await store.PutAsync(prefix + pack, nothing, PutCondition.Always, cancellation);
    }

    public async Task<HashSet<string>> IdsAsync(string prefix, CancellationToken cancellation)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var key in store.ListAsync(prefix, cancellation))
        {
            ids.Add(key[prefix.Length..]);
        }

        return ids;
    }

    /// <summary>What lies in all usable packs. One whose index cannot be read is told, and does not count.</summary>
    public async Task<PackCatalog> UsableCatalogAsync(IReporter reporter, CancellationToken cancellation) => await CatalogAsync(
        await UsableAsync(cancellation),
        e => reporter.Warning(new Problem(null, $"{e.Problems[0].What} Its files are packed anew.", "Releases that need it cannot be staged; save them again.")),
        cancellation);

    /// <summary>What lies in some packs.</summary>
    /// <param name="packs">Ids of packs.</param>
    /// <param name="unreadable">What to do about an index that is missing or damaged.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<PackCatalog> CatalogAsync(
        IReadOnlyCollection<string> packs, Action<PipelineException> unreadable, CancellationToken cancellation)
    {
        var catalog = new PackCatalog();
        foreach (var some in packs.Order(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var reading = some.Select(pack => IndexAsync(pack, cancellation)).ToList();
            await Task.WhenAll(reading).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            for (var i = 0; i < some.Length; i++)
            {
                try
                {
                    catalog.Add(some[i], await reading[i]);
                }
                catch (PipelineException e)
                {
                    unreadable(e);
                }
            }
        }

        return catalog;
    }

    /// <exception cref="PipelineException">It is missing or damaged.</exception>
    public async Task<PackIndex> IndexAsync(string pack, CancellationToken cancellation)
    {
        try
        {
            await using var stored = await store.OpenAsync(keys.Index(pack), range: null, cancellation) ?? throw new PipelineException($"{store.Location}: {keys.Index(pack)} is missing.");
            var spool = new Spool();
            await spool.AppendAsync(stored.Content, MostIndex, cancellation);
            return PackIndex.Read(spool, codec);
        }
        catch (InvalidDataException e)
        {
            throw new PipelineException($"{store.Location}: {keys.Index(pack)} is damaged: {e.Message}.", inner: e);
        }
    }

    /// <summary>Which packs a release is in; null when that is not written.</summary>
    /// <exception cref="PipelineException">It is damaged. A prune then stops: which packs are needed cannot be known, and none may go.</exception>
    public async Task<ReleaseLocations?> LocationsAsync(ReleaseId id, CancellationToken cancellation)
    {
        try
        {
            var locations = (await store.ReadJsonAsync(keys.Locations(id), ReleaseJson.Default.ReleaseLocations, cancellation))?.Value;
            return locations is null || (locations.Format == ReleaseLocations.CurrentFormat && locations.Packs.All(PackIndex.IsId))
                ? locations?.With(pack => _ids.GetOrAdd(pack, pack))
                : throw new JsonException("it has another format, or names that are not packs");
        }
        catch (JsonException e)
        {
            throw new PipelineException(
                $"{store.Location}: {keys.Locations(id)} is damaged: {e.Message}", $"Save release {id} again from the same tree.", inner: e);
        }
    }
}
