using Pipelines.Reporting;
using Pipelines.Stores;

namespace Pipelines.Releases.Records;

/// <summary>Says that a prune is about to remove a release: who saves it meanwhile waits, and saves it anew.</summary>
/// <param name="Until">From when on it does not count, because the prune that wrote it has died.</param>
internal sealed record ReleaseMark(DateTimeOffset Until)
{
    /// <summary>How long a mark counts. A prune removes nothing whose mark has less than half of that left.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until there is no mark, or none that counts, which is then removed.</summary>
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
