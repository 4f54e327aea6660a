using Pipelines.Health.Checks;

namespace Pipelines.Adapters.Probes;

/// <summary>Runs the checks of type <typeparamref name="T"/>.</summary>
internal abstract class CheckProbe<T> : CheckProbe
    where T : HealthCheck
{
    public override bool Handles(HealthCheck check) => check is T;

    public override Task<ProbeResult> ProbeAsync(HealthCheck check, CancellationToken cancellation) => ProbeAsync((T)check, cancellation);

    protected abstract Task<ProbeResult> ProbeAsync(T check, CancellationToken cancellation);
}
