using Pipelines.Errors;
using Pipelines.Stores;

namespace Pipelines.Locks;

/// <summary>A held lease: renewed in the background until it is released or lost.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly IStore _store;
    private readonly string _key;
    private readonly TimeSpan _timeToLive;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ITimer _heartbeat;
    private LeaseRecord _record;
    private string _version;

    internal Lease(IStore store, string key, LeaseRecord record, string version, TimeSpan timeToLive, TimeProvider clock)
    {
        (_store, _key, _record, _version, _timeToLive, _clock) = (store, key, record, version, timeToLive, clock);
        WhyLost = Unrenewed("it does not respond");
        _lost = new CancellationTokenSource(Left(), clock);
        _heartbeat = clock.CreateTimer(_ => _ = RenewAsync(), state: null, timeToLive / 3, timeToLive / 3);
    }

    /// <summary>Larger than that of any earlier holder.</summary>
    public long Token => _record.Token;

    public string Holder => _record.Holder!.Description;

    /// <summary>Cancelled if the lease is lost: someone else took it, or it could not be renewed in time.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Why it was lost, if it was: a sentence.</summary>
    public string WhyLost { get; private set; }

    /// <summary>Releases the lease if we still hold it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        await _gate.WaitAsync();
        await GiveBackAsync();
        _gate.Dispose();
        _lost.Dispose();
    }

    private async Task GiveBackAsync()
    {
        try
        {
            await WriteAsync(_record with { Holder = null, ExpiresAt = _clock.GetUtcNow() });
        }
        catch (Exception e) when (e is IOException or PipelineException)
        {
            // The store is unreachable: the lease expires on its own, and the original problem is the error to report.
        }
    }

    private async Task RenewAsync()
    {
        if (_lost.IsCancellationRequested || !await _gate.WaitAsync(0))
        {
            return;
        }

        try
        {
            if (await WriteAsync(_record with { ExpiresAt = _clock.GetUtcNow() + _timeToLive }))
            {
                _lost.CancelAfter(Left());
                WhyLost = Unrenewed("it does not respond");
            }
            else
            {
                WhyLost = "Somebody revoked it.";
                await _lost.CancelAsync();
            }
        }
        catch (Exception e) when (e is IOException or PipelineException)
        {
            WhyLost = Unrenewed(e.Message); // there is time for another attempt before the lease expires
        }
        finally
        {
            _gate.Release();
        }
    }

    private string Unrenewed(string why) => $"{_store.Location} accepted no renewal before it expired: {why.TrimEnd('.')}.";

    /// <summary>Time until the lease expires. It is lost then whatever the store does, even if it neither responds nor fails.</summary>
    private TimeSpan Left() => TimeSpan.FromTicks(Math.Max(0, (_record.ExpiresAt - _clock.GetUtcNow()).Ticks));

    private async Task<bool> WriteAsync(LeaseRecord record)
    {
        var written =
            await _store.WriteJsonAsync(_key, record, LocksJson.Default.LeaseRecord, PutCondition.Version(_version),
                CancellationToken.None);
        (_record, _version) = written is null ? (_record, _version) : (record, written);
        return written is not null;
    }
}
