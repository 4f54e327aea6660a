namespace Pipelines.Tests.Releases;

/// <summary>The real time and some more.</summary>
internal sealed class ShiftedClock(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + by;
}
