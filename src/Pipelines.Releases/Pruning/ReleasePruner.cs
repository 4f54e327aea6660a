using System.Collections.Concurrent;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Packs;
using Pipelines.Releases.Records;
using Pipelines.Stores;

namespace Pipelines.Releases.Pruning;

/// <summary>
/// Removes releases, then packs, both in four steps: mark as doomed, check again that nothing needs it, remove, unmark; and a save looks
/// for marks after writing its locations. So either the prune sees the save, or the save sees the prune. If a prune is killed, its marks
/// remain and the next prune handles them. Only one prune runs at a time.
/// </summary>
internal sealed class ReleasePruner(IStore store, ReleaseKeys keys, StoredPacks stored, TimeProvider clock)
{
    private const int AtOnce = 8;

    /// <summary>Unused objects are left alone for this long, because a save may be about to use them.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    public async Task<PruneResult> RunAsync(Func<CancellationToken, Task<IReadOnlyCollection<ReleaseId>>> choose,
        CancellationToken cancellation)
    {
        var (removed, freed) = await RemoveReleasesAsync(choose, cancellation);
        freed.UnionWith(await stored.IdsAsync(keys.Doomed, cancellation));
        freed.UnionWith(await stored.IdsAsync(keys.Damaged, cancellation));
        freed.UnionWith(await AbandonedAsync(cancellation));
        freed.ExceptWith((await UsedAsync(cancellation)).Except(await stored.IdsAsync(keys.Doomed, cancellation)));
        await ForEachAsync(freed, (pack, token) => stored.MarkAsync(keys.Doomed, pack, token), cancellation);
        var packs = await RemovePacksAsync(freed, cancellation);
        var gone = (await stored.IdsAsync(keys.Damaged, cancellation)).Except(await stored.IdsAsync(keys.Packs, cancellation));
        await ForEachAsync(gone, (pack, token) => store.DeleteAsync(keys.Damaged + pack, token), cancellation);
        return new PruneResult(removed, packs);
    }

    /// <summary>Locations are read before releases are chosen: a process that saves one again afterwards changes its location.</summary>
    private async Task<(IReadOnlyList<ReleaseId> Removed, HashSet<string> Freed)> RemoveReleasesAsync(
        Func<CancellationToken, Task<IReadOnlyCollection<ReleaseId>>> choose, CancellationToken cancellation)
    {
        var names = await NamesAsync(cancellation);
        var before = await LocationsAsync(names.Keys, cancellation);
        var chosen = (await choose(cancellation)).ToHashSet();
        var doomed = names.Keys.Where(id => names[id].Contains(keys.Manifest(id)) ? chosen.Contains(id) : !IsYoung(before[id])).ToHashSet();
        var until = clock.GetUtcNow() + ReleaseMark.Lasts;
        await ForEachAsync(doomed, (id, token) => store.WriteJsonAsync(
            keys.Mark(id), new ReleaseMark(until), ReleaseJson.Default.ReleaseMark, PutCondition.Always, token), cancellation);

        chosen.IntersectWith(await choose(cancellation));
        names = await NamesAsync(cancellation);
        var after = await LocationsAsync(doomed, cancellation);
        doomed.RemoveWhere(id =>
            after[id]?.Created != before[id]?.Created || (names[id].Contains(keys.Manifest(id)) && !chosen.Contains(id)));
        await ForEachAsync(doomed, (id, token) => RemoveAsync(id, names[id], until, token), cancellation);
        await ForEachAsync(names.Keys.Where(id => names[id].Contains(keys.Mark(id))), (id, token) =>
            store.DeleteAsync(keys.Mark(id), token), cancellation);
        return ([.. doomed.Where(id => names[id].Contains(keys.Manifest(id)))], [.. doomed.SelectMany(id => before[id]?.Packs ?? [])]);
    }

    /// <summary>The manifest first: a release is gone before anything it needs is. The mark last.</summary>
    private async Task RemoveAsync(ReleaseId id, HashSet<string> names, DateTimeOffset until, CancellationToken cancellation)
    {
        if (until - clock.GetUtcNow() < ReleaseMark.Lasts / 2)
        {
            throw new PipelineException($"{store.Location}: removing releases takes too long to be safe alongside a deployment.",
                "Run it again: it continues where it stopped.");
        }

        foreach (var key in names.Where(key => key != keys.Mark(id)).OrderByDescending(key => key == keys.Manifest(id)))
        {
            await store.DeleteAsync(key, cancellation);
        }
    }

    /// <summary>Removes marked packs that are still not needed, and the marks in any case.</summary>
    private async Task<int> RemovePacksAsync(HashSet<string> doomed, CancellationToken cancellation)
    {
        var used = await UsedAsync(cancellation);
        await ForEachAsync(doomed, async (pack, token) =>
        {
            if (!used.Contains(pack))
            {
                await store.DeleteAsync(keys.Pack(pack), token);
                await store.DeleteAsync(keys.Index(pack), token);
            }

            await store.DeleteAsync(keys.Doomed + pack, token);
        }, cancellation);
        return doomed.Count(pack => !used.Contains(pack));
    }

    /// <summary>Packs, or indexes without one, that have not been used for a day.</summary>
    private async Task<HashSet<string>> AbandonedAsync(CancellationToken cancellation)
    {
        var packs = await stored.IdsAsync(keys.Packs, cancellation);
        packs.UnionWith(await stored.IdsAsync(keys.Indexes, cancellation));
        packs.ExceptWith(await UsedAsync(cancellation));
        var abandoned = new ConcurrentBag<string>();
        await ForEachAsync(packs, async (pack, token) =>
        {
            if (!await IsYoungAsync(pack, token))
            {
                abandoned.Add(pack);
            }
        }, cancellation);
        return [.. abandoned];
    }

    private async Task<bool> IsYoungAsync(string pack, CancellationToken cancellation)
    {
        try
        {
            return IsYoung((await stored.IndexAsync(pack, cancellation)).Created);
        }
        catch (PipelineException e) when (e.InnerException is null or InvalidDataException)
        {
            return false; // without a readable index its data cannot be found
        }
    }

    private async Task<HashSet<string>> UsedAsync(CancellationToken cancellation)
    {
        var locations = await LocationsAsync((await NamesAsync(cancellation)).Keys, cancellation);
        return [.. locations.Values.SelectMany(found => found?.Packs ?? [])];
    }

    private async Task<Dictionary<ReleaseId, ReleaseLocations?>> LocationsAsync(IEnumerable<ReleaseId> ids, CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<ReleaseId, ReleaseLocations?>();
        await ForEachAsync(ids, async (id, token) => found[id] = await stored.LocationsAsync(id, token), cancellation);
        return new(found);
    }

    /// <summary>The keys of each release.</summary>
    private async Task<Dictionary<ReleaseId, HashSet<string>>> NamesAsync(CancellationToken cancellation)
    {
        var names = new Dictionary<ReleaseId, HashSet<string>>();
        await foreach (var key in store.ListAsync(keys.Releases, cancellation))
        {
            if (keys.ReleaseOf(key) is { } id && !names.TryAdd(id, [key]))
            {
                names[id].Add(key);
            }
        }

        return names;
    }

    /// <summary>Without a manifest, a recent one is still being saved.</summary>
    private bool IsYoung(ReleaseLocations? locations) => locations is not null && IsYoung(locations.Created);

    private bool IsYoung(DateTimeOffset created) => clock.GetUtcNow() - created < Grace;

    private static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> act, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (item, token) =>
            await act(item, token));
}
