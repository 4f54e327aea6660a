using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.History;

/// <summary>
/// Copies of a log's entries, many in one object, so that few requests read a long log. They are made of the entries and save time,
/// no more: whoever reads one proves it by an entry that stands in the log, and does without when it is damaged or gone.
/// </summary>
internal sealed class LogPages(LogPlace place)
{
    /// <summary>Entries of a page. Names of pages tell it, so that another number makes other pages and spoils none.</summary>
    public const int Size = 64;

    /// <summary>A larger page is neither written nor read. What is compressed unpacks to a thousand times as much at most.</summary>
    private const int MaxBytes = 1 << 18;

    /// <summary>How many there are from the first one on, without a gap.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var key in place.Store.ListAsync(place.Pages, cancellation))
        {
            count += key == Key(count) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Entries of a page, not proven yet; null when it cannot be read.</summary>
    /// <param name="page">Its number, from 0.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<LogEntry>?> ReadAsync(int page, CancellationToken cancellation)
    {
        try
        {
            using var bytes = new MemoryStream(await place.Store.ReadAsync(Key(page), MaxBytes, cancellation) ?? []);
            await using var json = new GZipStream(bytes, CompressionMode.Decompress);
            var entries = await JsonSerializer.DeserializeAsync(json, HistoryJson.Default.LogEntryArray, cancellation);
            return entries is { Length: Size } && Array.TrueForAll(entries, entry => entry is not null) ? entries : null;
        }
        catch (Exception e) when (e is PipelineException or IOException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Writes the pages that a log fills, beginning with one. Whatever stands there is replaced: it is the same, or wrong. A store that
    /// cannot write them only costs the time of reading without them.
    /// </summary>
    /// <param name="first">Number of the first one, from 0.</param>
    /// <param name="entries">The log.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task WriteAsync(int first, ImmutableList<LogEntry> entries, CancellationToken cancellation)
    {
        try
        {
            await SideBySide.ForAsync(first, (entries.Count / Size) - first, (page, token) => WriteOneAsync(page, [.. entries.GetRange(page * Size, Size)], token), cancellation);
        }
        catch (Exception e) when (e is PipelineException or IOException)
        {
            return;
        }
    }

    /// <summary>Names of pages that say something else than the log.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(ImmutableList<LogEntry> entries, CancellationToken cancellation)
    {
        var count = await CountAsync(cancellation);
        var pages = await SideBySide.ReadAsync(0, count, ReadAsync, cancellation);
        return [.. Enumerable.Range(0, count).Where(page => pages[page]?.SequenceEqual(entries.Skip(page * Size).Take(Size)) is not true).Select(Key)];
    }

    private async Task WriteOneAsync(int page, LogEntry[] entries, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await using (var json = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            await JsonSerializer.SerializeAsync(json, entries, HistoryJson.Default.LogEntryArray, cancellation);
        }

        bytes.Position = 0;
        await (bytes.Length > MaxBytes ? Task.CompletedTask : place.Store.PutAsync(Key(page), bytes, PutCondition.Always, cancellation));
    }

    private string Key(int page) => place.PageKey((page * Size) + 1, (page + 1) * Size);
}
