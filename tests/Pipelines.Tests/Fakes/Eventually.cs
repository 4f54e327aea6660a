using System.Diagnostics;

namespace Pipelines.Tests.Fakes;

/// <summary>Waits for what another process, or something in the background, does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Limit, $"waited {Limit.TotalSeconds} s for: {what}");
            await Task.Delay(Poll);
        }
    }
}
