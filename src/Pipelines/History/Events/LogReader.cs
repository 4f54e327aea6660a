using Pipelines.Stores;
using System.Text.Json;
using Pipelines.Errors;

namespace Pipelines.History.Events;

/// <summary>Reads a log: from its pages as far as they reach, then from its entries.</summary>
internal sealed class LogReader(LogPlace place, LogPages pages)
{
    /// <summary>
    /// Number of entries requested before they are verified: a forged number must not cause a search for a billion entries.
    /// </summary>
    private const int Stride = 1024;

    /// <summary>The whole log.</summary>
    /// <exception cref="PipelineException">The chain is broken.</exception>
    public async Task<LogChain> ReadAsync(CancellationToken cancellation)
    {
        var found = await pages.FindAsync(cancellation);
        return (found is [] ? null : await ReadPagesAsync(found, cancellation)) ?? await ReadEntriesAsync(cancellation);
    }

    /// <summary>The whole log, without its pages.</summary>
    /// <exception cref="PipelineException">The chain is broken.</exception>
    public Task<LogChain> ReadEntriesAsync(CancellationToken cancellation) => FollowAsync(new LogChain(place), atLeast: 0, cancellation);

    /// <summary>Continues from what is known. The highest number is looked up first, so that a gap is not mistaken for the end.</summary>
    /// <param name="chain">The known part.</param>
    /// <param name="atLeast">A number known to be in use.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">The chain is broken.</exception>
    public async Task<LogChain> FollowAsync(LogChain chain, long atLeast, CancellationToken cancellation) =>
        await ReadToAsync(chain, Math.Max(atLeast, await LastAsync(chain.Count, cancellation)), cancellation);

    /// <summary>Reads the entries that are known only from pages.</summary>
    /// <exception cref="PipelineException">One is missing, or is not what the page says.</exception>
    public async Task<LogChain> ConfirmAsync(LogChain chain, CancellationToken cancellation)
    {
        await SideBySide.ForAsync(1, chain.Copied, async (number, token) =>
        {
            var entry = await EntryAsync(number, token) ?? throw place.Broken(number, "is missing, although a page has a copy of it");
            if (entry != chain.Entries[number - 1])
            {
                throw place.Broken(number, "is not what its copy in a page says");
            }
        }, cancellation);
        return chain with { Copied = 0 };
    }

    /// <summary>
    /// Reads the pages, and what follows them. The last entry of the last page is read from the log itself: because each entry is linked to
    /// the previous one, it verifies all of them. Null if the pages do not lead there.
    /// </summary>
    private async Task<LogChain?> ReadPagesAsync(IReadOnlyList<LogPage> found, CancellationToken cancellation)
    {
        var proof = found[^1].End - 1;
        var (reading, listing) =
            (SideBySide.ReadAsync(0, found.Count, (number, token) => pages.ReadAsync(found[number], token), cancellation),
                LastAsync(proof, cancellation));
        await Task.WhenAll(reading, listing);
        var (entries, last) = (await reading, await listing);
        if (last <= proof || entries.Contains(null))
        {
            return null;
        }

        try
        {
            var chain = entries.SelectMany(page => page!).Take(proof).Aggregate(new LogChain(place), (before, entry) => before.Add(entry));
            return await ReadToAsync(chain, last, cancellation) with { Paged = found[^1].End, Copied = proof };
        }
        catch (PipelineException)
        {
            return null; // the entries show what is wrong
        }
    }

    private async Task<LogChain> ReadToAsync(LogChain chain, long last, CancellationToken cancellation)
    {
        while (chain.Count < last)
        {
            var entries = await SideBySide.ReadAsync(chain.Count + 1, (int)Math.Min(last - chain.Count, Stride), EntryAsync, cancellation);
            chain = entries.Aggregate(chain, (before, entry) => before.Add(entry ?? throw place.Broken(before.Count + 1, "is missing")));
        }

        return chain;
    }

    /// <summary>The highest number after a given one; 0 if there is none.</summary>
    private async Task<long> LastAsync(int after, CancellationToken cancellation) => await place.Store
        .ListAsync(place.Entries, place.EntryKey(after), cancellation).Select(place.SequenceOf)
            .LastOrDefaultAsync(sequence => sequence is not null, cancellation) ?? 0;

    private async Task<LogEntry?> EntryAsync(int sequence, CancellationToken cancellation)
    {
        try
        {
            return (await place.Store.ReadJsonAsync(place.EntryKey(sequence), HistoryJson.Default.LogEntry, cancellation))?.Value;
        }
        catch (JsonException e)
        {
            throw place.Unreadable(sequence, e);
        }
    }
}
