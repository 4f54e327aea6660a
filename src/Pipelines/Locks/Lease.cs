using System.Text.Json;
using Pipelines.Errors;

namespace Pipelines.Locks;

/// <summary>A held lease: renewed in the background until it is released or lost.</summary>
public sealed class Lease : IAsyncDisposable
{
    private readonly LeaseObject _object;
    private readonly TimeSpan _timeToLive;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ITimer _heartbeat;
    private LeaseRecord _record;
    private string _version;

    /// <summary>Before the last renewal was asked for: from there on it lasts, by the monotonic time of this machine.</summary>
    private long _since;

    /// <param name="stored">The object.</param>
    /// <param name="record">What was written.</param>
    /// <param name="version">Its version.</param>
    /// <param name="since">Timestamp of the clock before it was written.</param>
    /// <param name="timeToLive">How long it lasts unless renewed.</param>
    /// <param name="clock">The clock.</param>
    internal Lease(LeaseObject stored, LeaseRecord record, string version, long since, TimeSpan timeToLive, TimeProvider clock)
    {
        (_object, _record, _version, _since, _timeToLive, _clock) = (stored, record, version, since, timeToLive, clock);
        WhyLost = Unrenewed("it does not respond");
        _lost = new CancellationTokenSource(Left(), clock);
        _heartbeat = clock.CreateTimer(_ => _ = RenewAsync(), state: null, First(timeToLive / 3), timeToLive / 3);
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
            await WriteAsync(_record with { Holder = null, ExpiresAt = _clock.GetUtcNow() }, CancellationToken.None);
        }
        catch (Exception e) when (IsFault(e))
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
            var since = _clock.GetTimestamp();
            var renewed = _record with { ExpiresAt = _clock.GetUtcNow() + _timeToLive, Renewals = _record.Renewals + 1 };
            if (await WriteAsync(renewed, _lost.Token))
            {
                _since = since;
                _lost.CancelAfter(Left());
                WhyLost = Unrenewed("it does not respond");
            }
            else
            {
                WhyLost = "Somebody revoked it.";
                await _lost.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // lost meanwhile
        }
        catch (Exception e) when (IsFault(e))
        {
            WhyLost = Unrenewed(e.Message); // there is time for another attempt before the lease expires
        }
        finally
        {
            _gate.Release();
        }
    }

    private string Unrenewed(string why) => $"{_object.Location} accepted no renewal before it expired: {why.TrimEnd('.')}.";

    /// <summary>Time until the lease expires. It is lost then whatever the store does, even if it neither responds nor fails.</summary>
    private TimeSpan Left() => TimeSpan.FromTicks(Math.Max(0, (_timeToLive - _clock.GetElapsedTime(_since)).Ticks));

    private static bool IsFault(Exception e) => e is IOException or PipelineException or TimeoutException or JsonException;

    /// <summary>When to renew first: early if taking it took long.</summary>
    private TimeSpan First(TimeSpan period) => Left() / 2 < period ? Left() / 2 : period;

    private async Task<bool> WriteAsync(LeaseRecord record, CancellationToken cancellation)
    {
        var written = await _object.WriteAsync(record, _version, IsOurs, cancellation);
        (_record, _version) = written is null ? (_record, _version) : (record, written);
        return written is not null;
    }

    private bool IsOurs(LeaseRecord stands) => stands.Token == _record.Token && stands.Holder == _record.Holder;
}
