namespace Pipelines.Health.Checks;

/// <summary>Runs a health check once.</summary>
public interface IProbe
{
    /// <summary>Runs it once, for at most the check's <see cref="HealthCheck.Timeout"/>. A missing or wrong response is a result.</summary>
    /// <exception cref="Errors.PipelineException">The check itself is invalid (no such program, not an address): retrying cannot
    /// help.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    Task<ProbeResult> ProbeAsync(HealthCheck check, CancellationToken cancellation);
}
