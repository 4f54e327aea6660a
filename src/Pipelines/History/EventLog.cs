using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.History;

/// <summary>
/// The log of one environment of an app: objects numbered without gaps, each bound to the one before by a hash, each written
/// only when its number is free. Several writers may race; exactly one wins each number.
/// </summary>
public sealed class EventLog(IStore store, string app, string stage, TimeProvider clock)
{
    private const string Origin = "";
    private readonly List<LoggedEvent> _known = [];

    private string Prefix => $"{app}/events/{stage}/";

    /// <summary>Every event so far. Also reads what others appended since the last call.</summary>
    /// <exception cref="PipelineException">The chain is broken: an entry is missing, changed or unreadable.</exception>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(CancellationToken cancellation)
    {
        while (await ReadNextAsync(cancellation))
        {
        }

        return _known;
    }

    /// <summary>Appends an event.</summary>
    /// <param name="deployment">Id of the deployment it belongs to.</param>
    /// <param name="what">The event.</param>
    /// <param name="guard">Looks at events of others that came in between, and throws when this writer may no longer write; null when anyone may.</param>
    public async Task<LoggedEvent> AppendAsync(string deployment, DeploymentEvent what, Action<LoggedEvent>? guard, CancellationToken cancellation)
    {
        while (true)
        {
            var entry = Next(deployment, what);
            var put = await store.WriteJsonAsync(Key(_known.Count + 1), entry, HistoryJson.Default.LogEntry, PutCondition.Absent, cancellation);
            if (put is not null)
            {
                _known.Add(Open(entry, _known.Count + 1));
                return _known[^1];
            }

            var before = _known.Count;
            await ReadAsync(cancellation);
            foreach (var other in _known.Skip(before))
            {
                guard?.Invoke(other);
            }
        }
    }

    private LogEntry Next(string deployment, DeploymentEvent what)
    {
        var body = JsonSerializer.Serialize(
            new LogBody(_known.Count + 1, Tail(), clock.GetUtcNow().ToUniversalTime(), deployment, what), HistoryJson.Default.LogBody);
        return new LogEntry(body, Hash(Tail(), body));
    }

    private async Task<bool> ReadNextAsync(CancellationToken cancellation)
    {
        var sequence = _known.Count + 1;
        try
        {
            if (await store.ReadJsonAsync(Key(sequence), HistoryJson.Default.LogEntry, cancellation) is not { } found)
            {
                return false;
            }

            _known.Add(Open(found.Value, sequence));
            return true;
        }
        catch (JsonException e)
        {
            throw Broken(sequence, "is not readable", e);
        }
    }

    private LoggedEvent Open(LogEntry entry, long sequence)
    {
        if (Hash(Tail(), entry.Body) != entry.Hash)
        {
            throw Broken(sequence, "does not match its hash");
        }

        var body = JsonSerializer.Deserialize(entry.Body, HistoryJson.Default.LogBody)!;
        return body.Sequence == sequence && body.Previous == Tail()
            ? new LoggedEvent(sequence, body.At, body.Deployment, body.Event, entry.Hash)
            : throw Broken(sequence, "does not follow the entry before it");
    }

    private PipelineException Broken(long sequence, string how, Exception? inner = null) => new(
        $"the event log of {app}/{stage} is damaged: entry {sequence} ({Key(sequence)} in {store.Location}) {how}.",
        "Restore that object from a backup of the store; nothing was deployed.",
        inner: inner);

    private string Tail() => _known.Count == 0 ? Origin : _known[^1].Hash;

    private string Key(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D10}.json");

    private static string Hash(string previous, string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + body)));
}
