namespace Pipelines.Tests.Fakes;

/// <summary>A clock that stands still until it is moved. Its timers fire in the order of their due times while it moves.</summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The time. Setting it moves the clock without firing a timer that is not due yet.</summary>
    public DateTimeOffset UtcNow
    {
        get => _now;
        set => Advance(value - _now);
    }

    /// <summary>When the next timer fires; null when none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                return _timers.Min(timer => timer.Due);
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, stopping at each timer on the way to fire it. A negative step only moves it back.</summary>
    public void Advance(TimeSpan step)
    {
        var end = _now + step;
        for (var timer = NextBy(end); timer is not null; timer = NextBy(end))
        {
            _now = timer.Due > _now ? timer.Due.Value : _now;
            timer.Fire();
        }

        _now = end;
    }

    internal void Forget(FakeTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private FakeTimer? NextBy(DateTimeOffset end)
    {
        lock (_gate)
        {
            return _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
        }
    }
}
