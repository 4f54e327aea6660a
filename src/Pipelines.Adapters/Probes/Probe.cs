using Pipelines.Errors;
using Pipelines.Health.Checks;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Probes;

/// <summary>
/// Runs each kind of check in its own way, and enforces its time limit. Whatever goes wrong in a probe is a failed probe: the release may
/// already be live, and has to be rolled back.
/// </summary>
public sealed class Probe(IProcessRunner runner, TimeProvider clock) : IProbe
{
    private readonly IReadOnlyList<CheckProbe> _probes =
        [new HttpProbe(clock), new TcpProbe(), new CommandProbe(runner), new SystemdProbe(runner), new PostgresProbe()];

    public async Task<ProbeResult> ProbeAsync(HealthCheck check, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(check.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            // waits no longer than the time limit, however a client handles its token
            var result = await _probes.First(probe => probe.Handles(check)).ProbeAsync(check, either.Token).WaitAsync(either.Token);
            return result with { Took = clock.GetElapsedTime(started) };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ProbeResult.Ill($"no complete response within {check.Timeout.ForPeople()}")
                with { Took = clock.GetElapsedTime(started) };
        }
        catch (Exception e) when (e is not (PipelineException or OperationCanceledException)
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return ProbeResult.Ill($"the response could not be parsed ({e.GetType().Name}): {Excerpt.Of(e.Message)}")
                with { Took = clock.GetElapsedTime(started) };
        }
    }
}
