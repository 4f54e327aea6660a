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

/// <summary>The packs of an application in its store, and their indexes.</summary>
internal sealed class StoredPacks(IStore store, ReleaseKeys keys, PartCodec codec)
{
    private const int AtOnce = 8;

    /// <summary>Maximum size of a stored index: enough for a file of many terabytes.</summary>
    private const long MostIndex = 1 << 28;

    /// <summary>Each id once: a thousand releases refer to the same thousand packs.</summary>
    private readonly ConcurrentDictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>
    /// Packs that are intact and will stay: those that a prune has marked, or that were set aside, do not count. Marks are read first: if
    /// one disappears between the two reads, its pack is gone too and no longer listed.
    /// </summary>
    public async Task<HashSet<string>> UsableAsync(CancellationToken cancellation)
    {
        var marked = await Task.WhenAll(IdsAsync(keys.Doomed, cancellation), IdsAsync(keys.Damaged, cancellation));
        var packs = await IdsAsync(keys.Packs, cancellation);
        packs.ExceptWith(marked.SelectMany(ids => ids));
        return packs;
    }

    /// <summary>Marks a pack as doomed or damaged: nothing saved from now on relies on it.</summary>
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

    /// <summary>The contents of all usable packs. A pack whose index cannot be read is reported, and ignored.</summary>
    public async Task<PackCatalog> UsableCatalogAsync(IReporter reporter, CancellationToken cancellation) => await CatalogAsync(
        await UsableAsync(cancellation),
        e => reporter.Warning(new Problem(null, $"{e.Problems[0].What} Its files are packed again.",
            "Releases that need it cannot be staged; package them again.")),
        cancellation);

    /// <summary>The contents of some packs.</summary>
    /// <param name="packs">Ids of packs.</param>
    /// <param name="unreadable">Called for an index that is missing or damaged.</param>
    /// <param name="cancellation">Cancels it.</param>
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
            await using var stored = await store.OpenAsync(keys.Index(pack), range: null, cancellation)
                ?? throw new PipelineException($"{store.Location}: {keys.Index(pack)} is missing.");
            var spool = new Spool();
            await spool.AppendAsync(stored.Content, MostIndex, cancellation);
            return PackIndex.Read(spool, codec);
        }
        catch (InvalidDataException e)
        {
            throw new PipelineException($"{store.Location}: {keys.Index(pack)} is damaged: {e.Message}.", inner: e);
        }
    }

    /// <summary>The packs of a release; null if they are not recorded.</summary>
    /// <exception cref="PipelineException">It is damaged. A prune then stops: it cannot be determined which packs are needed, so none may
    /// be removed.</exception>
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
                $"{store.Location}: {keys.Locations(id)} is damaged: {e.Message}", $"Package release {id} again from the same tree.",
                inner: e);
        }
    }
}
