using Pipelines.Health.Checks;
using Pipelines.Reporting;

namespace Pipelines.Health;

/// <summary>Polls one check until it is healthy or its deadline is over.</summary>
internal sealed class CheckRun(HealthCheck check, IProbe probe, TimeProvider clock, IReporter reporter)
{
    /// <summary>Keeps a check that fails immediately from spinning, whatever is configured.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    private readonly long _started = clock.GetTimestamp();

    /// <summary>The current state; final once <see cref="RunAsync"/> has ended.</summary>
    public CheckOutcome Outcome { get; private set; } = new(check, false, 0, 0, TimeSpan.Zero, null, null, null, null);

    /// <summary>Polls. Stopping it is not an error: <see cref="Outcome"/> is then "not healthy".</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(check.Within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            await PollAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Outcome = Outcome with { Took = clock.GetElapsedTime(_started) };
        }

        reporter.Info(Outcome.Explanation);
    }

    private async Task PollAsync(CancellationToken cancellation)
    {
        while (!Outcome.Healthy)
        {
            var asked = clock.GetTimestamp();
            Outcome = Outcome with { Attempts = Outcome.Attempts + 1 };
            Note(await probe.ProbeAsync(check, cancellation));
            if (!Outcome.Healthy)
            {
                var left = check.Every - clock.GetElapsedTime(asked);
                await clock.WaitAsync(left > ShortestPause ? left : ShortestPause, cancellation);
            }
        }
    }

    private void Note(ProbeResult result)
    {
        if (!result.Healthy && result.Detail != Outcome.LastFault)
        {
            reporter.Info($"{check.Title}: not yet: {result.Detail}");
        }

        var took = clock.GetElapsedTime(_started);
        var inARow = result.Healthy ? Outcome.InARow + 1 : 0;
        Outcome = Outcome with
        {
            Healthy = inARow >= check.Successes && result.Healthy,
            InARow = inARow,
            Took = took,
            FirstHealthy = Outcome.FirstHealthy ?? (result.Healthy ? took : null),
            LastDetail = result.Detail,
            LastFault = result.Healthy ? Outcome.LastFault : result.Detail,
            Version = result.Version ?? Outcome.Version,
        };
    }
}
