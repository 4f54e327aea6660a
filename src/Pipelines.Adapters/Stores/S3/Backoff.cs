namespace Pipelines.Adapters.Stores.S3;

/// <summary>Pauses between retries: doubling up to a limit, with jitter, so that many clients do not retry at the same time.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <param name="failures">Number of failures so far, from 1.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Cancels the pause.</param>
    public static Task PauseAsync(int failures, TimeProvider clock, CancellationToken cancellation)
    {
        var bound = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, failures - 1));
#pragma warning disable CA5394 // the length of a pause is not a secret
        return Task.Delay(TimeSpan.FromMilliseconds(bound * (0.5 + (Random.Shared.NextDouble() / 2))), clock, cancellation);
#pragma warning restore CA5394
    }
}
