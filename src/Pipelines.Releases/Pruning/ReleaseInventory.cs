using System.Collections.Concurrent;
using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Releases.Packs;

namespace Pipelines.Releases.Pruning;

/// <summary>All releases of an application, and which packs they share.</summary>
public sealed class ReleaseInventory
{
    private const int AtOnce = 8;

    private readonly StoredPacks _stored;
    private readonly ConcurrentDictionary<string, long> _sizes = new(StringComparer.Ordinal);

    private ReleaseInventory(IReadOnlyList<StoredSummary> releases, StoredPacks stored) => (Releases, _stored) = (releases, stored);

    /// <summary>Most recently saved first.</summary>
    public IReadOnlyList<StoredSummary> Releases { get; }

    internal static async Task<ReleaseInventory> ReadAsync(IReadOnlyList<ReleaseSummary> releases, StoredPacks stored,
        CancellationToken cancellation)
    {
        var found = new ConcurrentBag<StoredSummary>();
        await Parallel.ForEachAsync(releases, Options(cancellation), async (summary, token) =>
            found.Add(await ReadAsync(summary, stored, token)));
        return new ReleaseInventory(
            [.. found.OrderByDescending(release => release.LastSaved ?? release.Summary.Saved)
                .ThenBy(release => release.Id.Value, StringComparer.Ordinal)], stored);
    }

    /// <summary>Total bytes of the packs that only these releases need.</summary>
    public async Task<long> FreedBytesAsync(IReadOnlyCollection<ReleaseId> without, CancellationToken cancellation)
    {
        var gone = Releases.Where(release => without.Contains(release.Id)).SelectMany(release => release.Packs)
            .ToHashSet(StringComparer.Ordinal);
        gone.ExceptWith(Releases.Where(release => !without.Contains(release.Id)).SelectMany(release => release.Packs));
        await Parallel.ForEachAsync(gone.Where(pack => !_sizes.ContainsKey(pack)), Options(cancellation), async (pack, token) =>
            _sizes[pack] = await SizeAsync(pack, token));
        return gone.Sum(pack => _sizes[pack]);
    }

    private static async Task<StoredSummary> ReadAsync(ReleaseSummary summary, StoredPacks stored, CancellationToken cancellation)
    {
        try
        {
            var locations = await stored.LocationsAsync(summary.Id, cancellation);
            return new StoredSummary(summary, locations?.Created, locations?.Packs ?? [],
                locations is null ? "the locations of its data are missing." : null);
        }
        catch (PipelineException e)
        {
            return new StoredSummary(summary, null, [], e.Problems[0].What);
        }
    }

    /// <summary>0 if the pack's index cannot be read.</summary>
    private async Task<long> SizeAsync(string pack, CancellationToken cancellation)
    {
        try
        {
            return (await _stored.IndexAsync(pack, cancellation)).Blocks.Sum(block => (long)block.Block.Length);
        }
        catch (PipelineException)
        {
            return 0;
        }
    }

    private static ParallelOptions Options(CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
