using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.History;

/// <summary>
/// The log of one environment of an app: objects numbered without gaps, each bound to the one before by a hash, each written
/// only when its number is free. Any number of writers may race, in one process or many; exactly one wins each number.
/// </summary>
public sealed class EventLog(IStore store, string app, string stage, TimeProvider clock)
{
    private const string Origin = "";

    /// <summary>Entries that are read side by side: a store may be far away, and a log is long after some years.</summary>
    private const int AtOnce = 32;

    /// <summary>What was read last: a hint that saves reading it again. A shorter one costs time, never truth.</summary>
    private ImmutableList<LoggedEvent> _known = [];

    private string Prefix => $"{app}/events/{stage}/";

    /// <summary>Every event so far, as it stood at one moment. Entries cut off at the end can only be told by a hash noted elsewhere.</summary>
    /// <exception cref="PipelineException">The chain is broken: an entry is missing, changed or unreadable.</exception>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(CancellationToken cancellation) => await FollowAsync(_known, cancellation);

    /// <summary>Appends an event.</summary>
    /// <param name="deployment">Id of the deployment it belongs to.</param>
    /// <param name="what">The event.</param>
    /// <param name="guard">Looks at everything that stands before it, and throws when this writer may no longer write; null when anyone may.</param>
    /// <exception cref="PipelineException">The chain is broken, or the guard refused.</exception>
    public async Task<LoggedEvent> AppendAsync(
        string deployment, DeploymentEvent what, Action<IReadOnlyList<LoggedEvent>>? guard, CancellationToken cancellation)
    {
        for (var before = _known; ; before = await FollowAsync(before, cancellation))
        {
            guard?.Invoke(before);
            var entry = Next(before, deployment, what);
            var put = await store.WriteJsonAsync(Key(before.Count + 1), entry, HistoryJson.Default.LogEntry, PutCondition.Absent, cancellation);
            if (put is not null)
            {
                var appended = Open(entry, before);
                _known = before.Add(appended);
                return appended;
            }
        }
    }

    private LogEntry Next(ImmutableList<LoggedEvent> before, string deployment, DeploymentEvent what)
    {
        var body = JsonSerializer.Serialize(
            new LogBody(before.Count + 1, Tail(before), clock.GetUtcNow().ToUniversalTime(), deployment, what), HistoryJson.Default.LogBody);
        return new LogEntry(body, Hash(Tail(before), body));
    }

    /// <summary>Reads on from what is known. The highest number is looked up first, so that a gap is not taken for the end.</summary>
    private async Task<ImmutableList<LoggedEvent>> FollowAsync(ImmutableList<LoggedEvent> events, CancellationToken cancellation)
    {
        var last = await LastKeyAsync(cancellation);
        for (var more = true; more;)
        {
            var ahead = (int)Math.Clamp(Sequence(last) - events.Count, 1, AtOnce);
            var entries = await Task.WhenAll(Enumerable.Range(events.Count + 1, ahead).Select(sequence => EntryAsync(sequence, cancellation)));
            events = entries.TakeWhile(entry => entry is not null).Aggregate(events, (before, entry) => before.Add(Open(entry!, before)));
            more = !entries.Contains(null);
        }

        return string.CompareOrdinal(Key(events.Count), last) >= 0 ? _known = events : throw Broken(events.Count + 1, "is missing");
    }

    private async Task<string> LastKeyAsync(CancellationToken cancellation) =>
        await store.ListAsync(Prefix, cancellation).LastOrDefaultAsync(IsEntry, cancellation) ?? "";

    private bool IsEntry(string key) => key.Length == Key(0).Length && key.EndsWith(".json", StringComparison.Ordinal) && key[Prefix.Length..^5].All(char.IsAsciiDigit);

    private long Sequence(string key) => key.Length == 0 ? 0 : long.Parse(key.AsSpan(Prefix.Length, key.Length - Prefix.Length - 5), CultureInfo.InvariantCulture);

    private async Task<LogEntry?> EntryAsync(int sequence, CancellationToken cancellation)
    {
        try
        {
            return (await store.ReadJsonAsync(Key(sequence), HistoryJson.Default.LogEntry, cancellation))?.Value;
        }
        catch (JsonException e)
        {
            throw Unreadable(sequence, e);
        }
    }

    private LoggedEvent Open(LogEntry entry, ImmutableList<LoggedEvent> before)
    {
        var sequence = before.Count + 1;
        if (Hash(Tail(before), entry.Body) != entry.Hash)
        {
            throw Broken(sequence, "does not match its hash");
        }

        return BodyOf(entry, sequence) is { } body && body.Sequence == sequence && body.Previous == Tail(before)
            ? new LoggedEvent(sequence, body.At, body.Deployment, body.Event, entry.Hash)
            : throw Broken(sequence, "does not follow the entry before it");
    }

    private LogBody? BodyOf(LogEntry entry, int sequence)
    {
        try
        {
            return JsonSerializer.Deserialize(entry.Body, HistoryJson.Default.LogBody);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Unreadable(sequence, e);
        }
    }

    private PipelineException Unreadable(int sequence, Exception e) => Broken(sequence, "is not readable, or was written by a newer version", e);

    private PipelineException Broken(long sequence, string how, Exception? inner = null) => new(
        $"the event log of {app}/{stage} is damaged: entry {sequence} ({Key(sequence)} in {store.Location}) {how}.",
        "Restore that object from a backup of the store.",
        inner: inner);

    private static string Tail(ImmutableList<LoggedEvent> events) => events.IsEmpty ? Origin : events[^1].Hash;

    private string Key(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D10}.json");

    private static string Hash(string previous, string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + body)));
}
