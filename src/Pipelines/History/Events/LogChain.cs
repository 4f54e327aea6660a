using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Errors;

namespace Pipelines.History.Events;

/// <summary>A log from its first entry up to a certain one, each verified to follow the previous one.</summary>
/// <param name="Place">Its location, for messages.</param>
/// <param name="Events">The events in the entries.</param>
/// <param name="Entries">The stored entries.</param>
internal sealed record LogChain(LogPlace Place, ImmutableList<LoggedEvent> Events, ImmutableList<LogEntry> Entries)
{
    private const string Origin = "";

    /// <summary>The log before its first entry.</summary>
    public LogChain(LogPlace place)
        : this(place, [], [])
    {
    }

    public int Count => Entries.Count;

    /// <summary>How many of its entries are known to be in pages; a lower number only costs time.</summary>
    public int Paged { get; init; }

    /// <summary>How many of its first entries are known only from pages.</summary>
    public int Copied { get; init; }

    private string Tail => Entries.IsEmpty ? Origin : Entries[^1].Hash;

    /// <summary>The number of the next entry.</summary>
    public LogEntry Next(DateTimeOffset at, string deployment, DeploymentEvent what)
    {
        var body =
            JsonSerializer.Serialize(new LogBody(Count + 1, Tail, at.ToUniversalTime(), deployment, what), HistoryJson.Default.LogBody);
        return new LogEntry(body, Hash(body));
    }

    /// <summary>The log with one more entry.</summary>
    /// <exception cref="PipelineException">It is not the next entry.</exception>
    public LogChain Add(LogEntry entry)
    {
        var sequence = Count + 1;
        if (Hash(entry.Body) != entry.Hash)
        {
            throw Place.Broken(sequence, "does not match its hash");
        }

        return BodyOf(entry) is { } body && body.Sequence == sequence && body.Previous == Tail
            ? this with { Events = Events.Add(new LoggedEvent(sequence, body.At, body.Deployment, body.Event, entry.Hash)),
                Entries = Entries.Add(entry) }
            : throw Place.Broken(sequence, "does not follow the entry before it");
    }

    private LogBody? BodyOf(LogEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize(entry.Body, HistoryJson.Default.LogBody);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Place.Unreadable(Count + 1, e);
        }
    }

    private string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Tail + body)));
}
