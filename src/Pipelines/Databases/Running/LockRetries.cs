using System.Globalization;
using Pipelines.Reporting;

namespace Pipelines.Databases.Running;

/// <summary>Tries a transaction again while others hold its locks, with pauses that grow.</summary>
internal sealed class LockRetries(TimeSpan within, TimeProvider clock, IReporter reporter)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <exception cref="StatementException">The last try failed, or one that trying again does not help.</exception>
    public async Task RunAsync(Func<Task> transaction, CancellationToken cancellation)
    {
        var (began, pause) = (clock.GetTimestamp(), First);
        while (true)
        {
            try
            {
                await transaction();
                return;
            }
            catch (StatementException e) when (e.Cause.IsPassing && clock.GetElapsedTime(began) + pause < within)
            {
                reporter.Info($"{e.Cause.Message}: trying again in {pause.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} s.");
            }

            await Task.Delay(pause, clock, cancellation);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, Longest.Ticks));
        }
    }
}
