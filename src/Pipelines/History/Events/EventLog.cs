using Pipelines.Errors;
using Pipelines.Model;
using Pipelines.Stores;

namespace Pipelines.History.Events;

/// <summary>
/// The log of one environment of an app: objects numbered without gaps, each linked to the previous one by a hash, each written only if its
/// number is free. Any number of writers may compete, in one process or many; exactly one gets each number.
/// </summary>
public sealed class EventLog
{
    private readonly LogPlace _place;
    private readonly LogPages _pages;
    private readonly LogReader _reader;
    private readonly TimeProvider _clock;
    private readonly Func<string, string> _redact;

    /// <summary>What was read last, cached. A shorter cache costs time, but never correctness.</summary>
    private LogChain _known;

    /// <param name="store">The store that contains it.</param>
    /// <param name="app">The app.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="redact">Removes masked values from texts; null for none.</param>
    public EventLog(IStore store, string app, string environment, TimeProvider clock, Func<string, string>? redact = null)
    {
        _redact = redact ?? (text => text);
        _place = new LogPlace(store, app, environment);
        _pages = new LogPages(_place);
        _reader = new LogReader(_place, _pages);
        _known = new LogChain(_place);
        _clock = clock;
    }

    /// <summary>What it is about and where it is, for people.</summary>
    public string Name => $"{_place.App}/{_place.Environment} in {_place.Store.Location}";

    /// <summary>Which log it is; null before anything of it was read or written.</summary>
    public LogIdentity? Identity => _known is { Count: > 0 } known ? new LogIdentity(known.Events[0].Hash, Name) : null;

    /// <summary>Its last event, as far as it was read; null before anything of it was read or written.</summary>
    public LogHead? Head => _known is { Count: > 0 } known ? new LogHead(known.Count, known.Events[^1].Hash) : null;

    /// <summary>Whether the log goes on from a head that was noted earlier, as far as it was read.</summary>
    public bool Contains(LogHead head) => head.Sequence > 0 && head.Sequence <= _known.Count
        && _known.Events[(int)head.Sequence - 1].Hash == head.Hash;

    /// <summary>
    /// A consistent snapshot of all events so far. Truncation at the end can only be detected with a hash noted elsewhere.
    /// </summary>
    /// <exception cref="PipelineException">The chain is broken: an entry is missing, changed or unreadable.</exception>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(CancellationToken cancellation) =>
        (_known = await ReadOnAsync(_known, cancellation)).Events;

    /// <summary>
    /// All events up to a certain one, and perhaps more: for callers to whom later ones do not matter. Queries the store only for what is
    /// not known yet.
    /// </summary>
    /// <exception cref="PipelineException">The chain is broken.</exception>
    public async Task<IReadOnlyList<LoggedEvent>> ReadUpToAsync(LoggedEvent last, CancellationToken cancellation) =>
        _known is { } known && known.Count >= last.Sequence ? known.Events : await ReadAsync(cancellation);

    /// <summary>
    /// Reads the log, and each entry that was known only from its copy in a page: where something is decided by the log, no copy is
    /// believed against its entry.
    /// </summary>
    /// <exception cref="PipelineException">The chain is broken, or an entry is not what its copy says.</exception>
    public async Task ConfirmAsync(CancellationToken cancellation) =>
        _known = await _reader.ConfirmAsync(await ReadOnAsync(_known, cancellation), cancellation);

    /// <summary>Makes a broken chain whole again; see <see cref="LogRepair"/>. Pages that say something else are removed.</summary>
    /// <returns>What was wrong, one sentence for each entry; empty when nothing was.</returns>
    public async Task<IReadOnlyList<string>> RepairAsync(CancellationToken cancellation)
    {
        var repair = new LogRepair(_place, _clock);
        _known = await repair.RunAsync(cancellation);
        foreach (var page in await _pages.WrongAsync(_known.Entries, cancellation))
        {
            await _place.Store.DeleteAsync(page, cancellation);
        }

        return repair.Replaced;
    }

    /// <summary>Reads every entry individually, and compares the pages with them.</summary>
    /// <exception cref="PipelineException">The chain is broken.</exception>
    public async Task<LogAudit> VerifyAsync(CancellationToken cancellation)
    {
        var chain = _known = await _reader.ReadEntriesAsync(cancellation);
        return new LogAudit(chain.Events, await _pages.WrongAsync(chain.Entries, cancellation));
    }

    /// <summary>Appends an event.</summary>
    /// <param name="deployment">Id of the deployment it belongs to.</param>
    /// <param name="what">The event.</param>
    /// <param name="guard">Inspects everything before it, and throws if this writer may no longer write; null if anyone may.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="PipelineException">The chain is broken, or the guard rejected the event.</exception>
    public async Task<LoggedEvent> AppendAsync(
        string deployment, DeploymentEvent what, Action<IReadOnlyList<LoggedEvent>>? guard, CancellationToken cancellation)
    {
        what = EventTexts.Map(what, _redact);
        var before = _known.Count > 0 ? _known : await ReadOnAsync(_known, cancellation);
        for (; ; before = await _reader.FollowAsync(before, atLeast: before.Count + 1, cancellation))
        {
            guard?.Invoke(before.Events);
            var entry = before.Next(_clock.GetUtcNow(), deployment, what);
            if (await _place.Store.WriteJsonAsync(_place.EntryKey(before.Count + 1), entry, HistoryJson.Default.LogEntry,
                PutCondition.Absent, cancellation) is not null)
            {
                var after = before.Add(entry);
                _known = await SealAsync(after, cancellation);
                return after.Events[^1];
            }
        }
    }

    /// <summary>If nothing is known of a log yet, its pages are the fastest way to its end.</summary>
    private Task<LogChain> ReadOnAsync(LogChain chain, CancellationToken cancellation) =>
        chain.Count == 0 ? _reader.ReadAsync(cancellation) : _reader.FollowAsync(chain, atLeast: 0, cancellation);

    /// <summary>
    /// A process that appends may write, so it creates the pages that have become full, including those that a killed process left out.
    /// Readers write nothing.
    /// </summary>
    private async Task<LogChain> SealAsync(LogChain chain, CancellationToken cancellation)
    {
        var paged = LogPages.Room(chain.Count);
        if (paged > chain.Paged)
        {
            await _pages.WriteAsync(chain.Paged, chain.Entries, cancellation);
        }

        return chain with { Paged = paged };
    }
}
