using Amazon.Runtime;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>Answers that were cut in their middle: the client tries only those again that it could read.</summary>
internal static class S3Answer
{
    private const int MostCuts = 4;

    /// <summary>Asks, and asks again when the answer was cut.</summary>
    public static async Task<T> WholeAsync<T>(Func<Task<T>> ask, TimeProvider clock, CancellationToken cancellation)
    {
        for (var cut = 1; ; cut++)
        {
            try
            {
                return await ask();
            }
            catch (AmazonUnmarshallingException) when (cut < MostCuts)
            {
                await Backoff.PauseAsync(cut, clock, cancellation);
            }
        }
    }
}
