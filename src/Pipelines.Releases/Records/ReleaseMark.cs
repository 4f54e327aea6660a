using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases.Records;

/// <summary>Marks a release as about to be removed by a prune: a process that saves it in the meantime waits, and saves it again.</summary>
/// <param name="Until">When it expires, because the prune that wrote it has died.</param>
internal sealed record ReleaseMark(DateTimeOffset Until)
{
    /// <summary>How long a mark is valid. A prune removes nothing whose mark has less than half of this time left.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until there is no mark, or only an expired one, which it removes.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> WaitAsync(IStore store, string key, TimeProvider clock, CancellationToken cancellation)
    {
        for (var met = false; ; met = true)
        {
            if (await store.ReadJsonAsync(key, ReleaseJson.Default.ReleaseMark, cancellation) is not { Value: var mark })
            {
                return met;
            }

            await (mark.Until <= clock.GetUtcNow() ? store.DeleteAsync(key, cancellation) : clock.WaitAsync(Pause, cancellation));
        }
    }
}
