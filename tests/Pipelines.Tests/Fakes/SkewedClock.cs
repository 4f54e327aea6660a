namespace Pipelines.Tests.Fakes;

/// <summary>The clock of another machine: its time of day is off, and may be set; its monotonic time passes as that of all.</summary>
internal sealed class SkewedClock(FakeClock all) : TimeProvider
{
    /// <summary>How far ahead it is.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => all.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => all.GetUtcNow() + Ahead;

    public override long GetTimestamp() => all.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        all.CreateTimer(callback, state, dueTime, period);
}
