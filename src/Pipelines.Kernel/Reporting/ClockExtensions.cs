namespace Pipelines.Reporting;

/// <summary>Waiting on an injected clock.</summary>
public static class ClockExtensions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Waits this long by the given clock; returns immediately if <paramref name="duration"/> is zero or negative.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, before or while waiting.</exception>
    public static async Task WaitAsync(this TimeProvider clock, TimeSpan duration, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        for (var left = duration; left > TimeSpan.Zero; left -= Longest)
        {
            await Task.Delay(left < Longest ? left : Longest, clock, cancellation);
        }
    }

    /// <summary>Polls until the answer is yes or the time is over; returns the last answer.</summary>
    public static async Task<bool> WaitUntilAsync(
        this TimeProvider clock, Func<bool> test, TimeSpan every, TimeSpan within, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (!test())
        {
            if (clock.GetElapsedTime(started) >= within)
            {
                return false;
            }

            await clock.WaitAsync(every, cancellation);
        }

        return true;
    }
}
