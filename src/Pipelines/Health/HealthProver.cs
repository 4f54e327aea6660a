using Pipelines.Health.Checks;
using Pipelines.Reporting;

namespace Pipelines.Health;

/// <summary>Verifies that a service works, running all of its checks in parallel.</summary>
public sealed class HealthProver(IProbe probe, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PortLimit = TimeSpan.FromMinutes(1);

    /// <summary>How long a service without checks has to stay alive.</summary>
    public TimeSpan Standing { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Polls every check until all are healthy or one has missed its deadline; the others are then stopped.</summary>
    /// <exception cref="ArgumentException">There are no checks, so nothing would be verified.</exception>
    public Task<HealthVerdict> ProveAsync(IReadOnlyList<HealthCheck> checks, IReporter reporter, CancellationToken cancellation) =>
        ProveAsync(checks, _ => Task.FromResult<string?>(null), reporter, cancellation);

    /// <summary>As above, and gives up at once if the service has died, even if something else responds in its place.</summary>
    /// <param name="checks">At least one.</param>
    /// <param name="stillAlive">Null while the service is alive, otherwise why it is not; polled four times a second and once at the
    /// end.</param>
    /// <param name="reporter">Notified when a response changes.</param>
    /// <param name="cancellation">Stops everything.</param>
    /// <exception cref="ArgumentException">There are no checks, so nothing would be verified.</exception>
    /// <exception cref="Errors.PipelineException">A check itself is invalid.</exception>
    public async Task<HealthVerdict> ProveAsync(
        IReadOnlyList<HealthCheck> checks,
        Func<CancellationToken, Task<string?>> stillAlive,
        IReporter reporter,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(checks.Count);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var runs = checks.Select(check => new CheckRun(check, probe, clock, reporter)).ToList();
        Action stopAll = stop.Cancel;
        var polling = Task.WhenAll(runs.Select(run => RunAsync(run, stopAll, stop.Token)));
        string? death;
        try
        {
            death = await WatchAsync(stillAlive, polling, cancellation);
        }
        finally
        {
            stopAll();
            await polling;
        }

        cancellation.ThrowIfCancellationRequested();
        return new HealthVerdict([.. runs.Select(run => run.Outcome)], death);
    }

    /// <summary>Verifies the least, where no check is configured: that the service stays alive for a few seconds, and that its port is
    /// open by then, or later.</summary>
    /// <param name="stillAlive">Null while the service is alive, otherwise why it is not.</param>
    /// <param name="isOpen">Whether its port is open; null when it has none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Why it is not so; null when it is.</returns>
    public async Task<string?> StandsAsync(Func<CancellationToken, Task<string?>> stillAlive, Func<bool>? isOpen,
        CancellationToken cancellation)
    {
        for (var since = clock.GetTimestamp(); ; await clock.WaitAsync(LookEvery, cancellation))
        {
            var stood = clock.GetElapsedTime(since);
            if (await stillAlive(cancellation) is { } death)
            {
                return death;
            }

            var open = isOpen?.Invoke() ?? true;
            if (open && stood >= Standing)
            {
                return null;
            }

            if (!open && stood >= PortLimit)
            {
                return $"nothing listens on its port after {Durations.Format(PortLimit)}.";
            }
        }
    }

    private static async Task RunAsync(CheckRun run, Action stopAll, CancellationToken stop)
    {
        try
        {
            await run.RunAsync(stop);
        }
        finally
        {
            if (!run.Outcome.Healthy)
            {
                stopAll();
            }
        }
    }

    private async Task<string?> WatchAsync(Func<CancellationToken, Task<string?>> stillAlive, Task polling, CancellationToken cancellation)
    {
        string? death;
        do
        {
            await Task.WhenAny(polling, clock.WaitAsync(LookEvery, cancellation));
            death = await stillAlive(cancellation);
        }
        while (death is null && !polling.IsCompleted && !cancellation.IsCancellationRequested);

        return death;
    }
}
