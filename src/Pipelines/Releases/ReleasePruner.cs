using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.Releases;

/// <summary>
/// Removes releases, then packs. A pack goes in four steps: marked as doomed, found to be needed by no locations, removed, unmarked; and a
/// save looks for marks after it wrote its locations. Killed in between, the mark stays and the next prune takes it up.
/// </summary>
internal sealed class ReleasePruner(IStore store, ReleaseKeys keys, TimeProvider clock)
{
    /// <summary>What nothing uses is left alone this long: a save may be about to.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly PackShelf _shelf = new(store, keys);

    public async Task<PruneResult> RunAsync(HashSet<ReleaseId> keep, CancellationToken cancellation)
    {
        var (removed, freed) = await RemoveReleasesAsync(keep, cancellation);
        freed.UnionWith(await _shelf.IdsAsync(keys.Doomed, cancellation));
        freed.UnionWith(await AbandonedAsync(cancellation));
        freed.ExceptWith((await UsedAsync(cancellation)).Except(await _shelf.IdsAsync(keys.Doomed, cancellation)));
        foreach (var pack in freed)
        {
            using var nothing = new MemoryStream();
            await store.PutAsync(keys.Doomed + pack, nothing, PutCondition.Always, cancellation);
        }

        return new PruneResult(removed, await RemovePacksAsync(freed, cancellation));
    }

    /// <summary>Manifests first: a release is gone before anything it needs is.</summary>
    private async Task<(List<ReleaseId> Removed, HashSet<string> Freed)> RemoveReleasesAsync(
        HashSet<ReleaseId> keep, CancellationToken cancellation)
    {
        var (manifests, locations) = await KeysAsync(cancellation);
        var removed = manifests.Where(id => !keep.Contains(id)).ToList();
        var freed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in manifests.Union(locations).Where(id => !keep.Contains(id)))
        {
            var found = await _shelf.LocationsAsync(id, cancellation);
            if (!manifests.Contains(id) && found is not null && IsYoung(found.Created))
            {
                continue; // being saved
            }

            await store.DeleteAsync(keys.Manifest(id), cancellation);
            await store.DeleteAsync(keys.Locations(id), cancellation);
            await store.DeleteAsync(keys.Record(id), cancellation);
            freed.UnionWith(found?.Packs ?? []);
        }

        return (removed, freed);
    }

    /// <summary>Marked packs that are still not needed go; the marks go in any case.</summary>
    private async Task<int> RemovePacksAsync(HashSet<string> doomed, CancellationToken cancellation)
    {
        var used = await UsedAsync(cancellation);
        foreach (var pack in doomed)
        {
            if (!used.Contains(pack))
            {
                await store.DeleteAsync(keys.Pack(pack), cancellation);
                await store.DeleteAsync(keys.Index(pack), cancellation);
            }

            await store.DeleteAsync(keys.Doomed + pack, cancellation);
        }

        return doomed.Count(pack => !used.Contains(pack));
    }

    /// <summary>Packs, or indexes without one, that nothing has used for a day.</summary>
    private async Task<HashSet<string>> AbandonedAsync(CancellationToken cancellation)
    {
        var packs = await _shelf.IdsAsync(keys.Packs, cancellation);
        packs.UnionWith(await _shelf.IdsAsync(keys.Indexes, cancellation));
        packs.ExceptWith(await UsedAsync(cancellation));
        var abandoned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pack in packs)
        {
            if (!await IsYoungAsync(pack, cancellation))
            {
                abandoned.Add(pack);
            }
        }

        return abandoned;
    }

    private async Task<bool> IsYoungAsync(string pack, CancellationToken cancellation)
    {
        try
        {
            return IsYoung((await _shelf.IndexAsync(pack, cancellation)).Created);
        }
        catch (PipelineException e) when (e.InnerException is null or JsonException)
        {
            return false; // without a readable index its bytes cannot be found again
        }
    }

    private async Task<HashSet<string>> UsedAsync(CancellationToken cancellation)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in (await KeysAsync(cancellation)).Locations)
        {
            used.UnionWith((await _shelf.LocationsAsync(id, cancellation))?.Packs ?? []);
        }

        return used;
    }

    private async Task<(HashSet<ReleaseId> Manifests, HashSet<ReleaseId> Locations)> KeysAsync(CancellationToken cancellation)
    {
        var (manifests, locations) = (new HashSet<ReleaseId>(), new HashSet<ReleaseId>());
        await foreach (var key in store.ListAsync(keys.Releases, cancellation))
        {
            manifests.UnionWith(keys.ManifestOf(key) is { } manifest ? [manifest] : []);
            locations.UnionWith(keys.LocationsOf(key) is { } location ? [location] : []);
        }

        return (manifests, locations);
    }

    private bool IsYoung(DateTimeOffset created) => clock.GetUtcNow() - created < Grace;
}
