namespace Pipelines.Health.Checks;

/// <summary>Asks a health check's question once.</summary>
public interface IProbe
{
    /// <summary>Asks once, for at most the check's <see cref="HealthCheck.Timeout"/>. No answer, or a wrong one, is a result.</summary>
    /// <exception cref="Errors.PipelineException">The check itself is wrong (no such program, not an address): asking again cannot help.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    Task<ProbeResult> ProbeAsync(HealthCheck check, CancellationToken cancellation);
}
