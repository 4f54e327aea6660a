using Pipelines.Health.Checks;

namespace Pipelines.Adapters.Probes;

/// <summary>Runs the checks of one kind.</summary>
internal abstract class CheckProbe
{
    public abstract bool Handles(HealthCheck check);

    /// <inheritdoc cref="IProbe.ProbeAsync"/>
    public abstract Task<ProbeResult> ProbeAsync(HealthCheck check, CancellationToken cancellation);
}
