using Amazon.Runtime;

namespace Pipelines.Adapters.Stores.S3;

/// <summary>Truncated responses: the client only retries those that it could parse.</summary>
internal static class S3Answer
{
    private const int MostCuts = 4;

    /// <summary>Sends a request, and retries if the response was truncated.</summary>
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
