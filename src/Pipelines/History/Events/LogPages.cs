using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.History.Events;

/// <summary>
/// Copies of a log's entries, many per object, so that a long log can be read with few requests. They are derived from the entries and only
/// save time: readers verify a page with an entry from the log itself, and ignore it if it is damaged or missing.
/// </summary>
internal sealed class LogPages(LogPlace place)
{
    /// <summary>
    /// Number of entries in a small and in a large page: few entries are outside of pages, and a log of many years does not have many
    /// pages. The names of pages contain these numbers, so that other numbers create other pages and damage none.
    /// </summary>
    private const int Small = 16, Large = 256;

    /// <summary>A larger page is neither written nor read. Compressed data expands to a thousand times its size at most.</summary>
    private const int MaxBytes = 1 << 18;

    /// <summary>Number of entries that pages can contain.</summary>
    public static int Room(int entries) => entries - (entries % Small);

    /// <summary>The fewest pages that cover the log from the first entry without a gap.</summary>
    public async Task<IReadOnlyList<LogPage>> FindAsync(CancellationToken cancellation)
    {
        var there = await ListAsync(cancellation).ToHashSetAsync(comparer: null, cancellation);
        var pages = new List<LogPage>();
        for (var end = 0; ; end = pages[^1].End)
        {
            if (there.Contains(new LogPage(end, Large)))
            {
                pages.Add(new LogPage(end, Large));
            }
            else if (there.Contains(new LogPage(end, Small)))
            {
                pages.Add(new LogPage(end, Small));
            }
            else
            {
                return pages;
            }
        }
    }

    /// <summary>Entries of a page, not verified yet; null if it cannot be read.</summary>
    public async Task<IReadOnlyList<LogEntry>?> ReadAsync(LogPage page, CancellationToken cancellation)
    {
        try
        {
            using var bytes = new MemoryStream(await place.Store.ReadAsync(Key(page), MaxBytes, cancellation) ?? []);
            await using var json = new GZipStream(bytes, CompressionMode.Decompress);
            var entries = await JsonSerializer.DeserializeAsync(json, HistoryJson.Default.LogEntryArray, cancellation);
            return entries?.Length == page.Count && Array.TrueForAll(entries, entry => entry is not null) ? entries : null;
        }
        catch (Exception e) when (e is PipelineException or IOException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes the pages that a log fills. Existing ones are replaced: they are the same, or wrong. A store that cannot write them only
    /// costs the time to read without them. Large ones first, because a reader that finds small ones does not look for large ones.
    /// </summary>
    /// <param name="known">Number of entries known to be in pages.</param>
    /// <param name="entries">The log.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task WriteAsync(int known, ImmutableList<LogEntry> entries, CancellationToken cancellation)
    {
        try
        {
            foreach (var size in (int[])[Large, Small])
            {
                var first = known / size;
                await SideBySide.ForAsync(first, (entries.Count / size) - first, (number, token) =>
                    WriteOneAsync(new LogPage(number * size, size), entries, token), cancellation);
            }
        }
        catch (Exception e) when (e is PipelineException or IOException)
        {
            return;
        }
    }

    /// <summary>Names of pages that differ from the log.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(ImmutableList<LogEntry> entries, CancellationToken cancellation)
    {
        var there = await ListAsync(cancellation).OrderBy(page => page.Before).ToListAsync(cancellation);
        var pages = await SideBySide.ReadAsync(0, there.Count, (number, token) => ReadAsync(there[number], token), cancellation);
        return [.. there.Zip(pages)
            .Where(page => page.Second?.SequenceEqual(entries.Skip(page.First.Before).Take(page.First.Count)) is not true)
            .Select(page => Key(page.First))];
    }

    private async Task WriteOneAsync(LogPage page, ImmutableList<LogEntry> entries, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await using (var json = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            await JsonSerializer.SerializeAsync(json, [.. entries.GetRange(page.Before, page.Count)], HistoryJson.Default.LogEntryArray,
                cancellation);
        }

        bytes.Position = 0;
        await (bytes.Length > MaxBytes ? Task.CompletedTask : place.Store.PutAsync(Key(page), bytes, PutCondition.Always, cancellation));
    }

    private IAsyncEnumerable<LogPage> ListAsync(CancellationToken cancellation) => place.Store.ListAsync(place.Pages, cancellation)
        .Select(place.PageOf).Where(page => page is { Count: Small or Large } known && known.Before % known.Count == 0)
            .Select(page => page!.Value);

    private string Key(LogPage page) => place.PageKey(page);
}
