namespace Pipelines.Adapters.Stores.S3;

/// <summary>Pauses between tries: twice as long each time up to a bound, and of random length, so that many clients do not come back together.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="failures">How often it has failed, from 1.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the pause.</param>
    public static Task PauseAsync(int failures, TimeProvider clock, CancellationToken cancellation)
    {
        var bound = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, failures - 1));
#pragma warning disable CA5394 // nothing is secret about a pause
        return Task.Delay(TimeSpan.FromMilliseconds(bound * (0.5 + (Random.Shared.NextDouble() / 2))), clock, cancellation);
#pragma warning restore CA5394
    }
}
