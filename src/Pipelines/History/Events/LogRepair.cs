using System.Security.Cryptography;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.History.Events;

/// <summary>
/// Makes a log readable again whose chain is broken, after a person has accepted that: from the first wrong entry on, each entry is
/// written anew with the event that it tells of, linked to the one before; one that tells of none is replaced by
/// <see cref="DeploymentEvent.Lost"/>. What is replaced is kept aside first. A process that dies meanwhile leaves a log that is broken
/// further on, and repaired the same way.
/// </summary>
internal sealed class LogRepair(LogPlace place, TimeProvider clock)
{
    /// <summary>A gap that is longer is a forged number, not a loss.</summary>
    private const int LongestGap = 1024;

    private const int MostBytes = 1 << 20;

    private readonly List<string> _replaced = [];

    /// <summary>What was wrong with each entry that was replaced.</summary>
    public IReadOnlyList<string> Replaced => _replaced;

    /// <exception cref="PipelineException">A number is far beyond the others, or an object is too large to be kept aside.</exception>
    public async Task<LogChain> RunAsync(CancellationToken cancellation)
    {
        var chain = new LogChain(place);
        await foreach (var last in place.Store.ListAsync(place.Entries, cancellation).Select(key => place.SequenceOf(key) ?? 0)
            .WithCancellation(cancellation))
        {
            if (last - chain.Count > LongestGap)
            {
                throw place.Broken(last, "is far beyond the entry before it, so it is none of this log; remove that object");
            }

            while (chain.Count < last)
            {
                chain = await AddAsync(chain, cancellation);
            }
        }

        return chain;
    }

    private async Task<LogChain> AddAsync(LogChain chain, CancellationToken cancellation)
    {
        var sequence = chain.Count + 1;
        var stored = await place.Store.ReadAsync(place.EntryKey(sequence), MostBytes, cancellation);
        try
        {
            return chain.Add(JsonSerializer.Deserialize(stored ?? throw place.Broken(sequence, "is missing"), HistoryJson.Default.LogEntry)
                ?? throw new JsonException());
        }
        catch (Exception e) when (e is PipelineException or JsonException)
        {
            _replaced.Add((e as PipelineException ?? place.Unreadable(sequence, e)).Problems[0].What);
            return chain.Add(await ReplaceAsync(chain, stored, cancellation));
        }
    }

    private async Task<LogEntry> ReplaceAsync(LogChain chain, byte[]? stored, CancellationToken cancellation)
    {
        var sequence = chain.Count + 1;
        if (stored is not null)
        {
            using var kept = new MemoryStream(stored, writable: false);
            var digest = Convert.ToHexStringLower(SHA256.HashData(stored));
            await place.Store.PutAsync(place.DamagedKey(sequence, digest), kept, PutCondition.Always, cancellation);
        }

        var body = BodyOf(stored);
        var entry = chain.Next(body?.At ?? clock.GetUtcNow(), body?.Deployment ?? "none", body?.Event ?? new DeploymentEvent.Lost());
        await place.Store.WriteJsonAsync(place.EntryKey(sequence), entry, HistoryJson.Default.LogEntry, PutCondition.Always, cancellation);
        return entry;
    }

    /// <summary>What an entry tells of, whatever its hash; null when it cannot be read.</summary>
    private static LogBody? BodyOf(byte[]? stored)
    {
        try
        {
            return stored is null || JsonSerializer.Deserialize(stored, HistoryJson.Default.LogEntry) is not { } entry
                ? null : JsonSerializer.Deserialize(entry.Body, HistoryJson.Default.LogBody);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
