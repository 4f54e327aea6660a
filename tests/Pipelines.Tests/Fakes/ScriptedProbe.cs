using Pipelines.Health.Checks;

namespace Pipelines.Tests.Fakes;

/// <summary>Answers probes by code. The number counts the probes of one check from 1.</summary>
internal sealed class ScriptedProbe(Func<HealthCheck, int, CancellationToken, Task<ProbeResult>> answer) : IProbe
{
    private readonly Dictionary<HealthCheck, int> _counts = [];

    public ScriptedProbe(Func<HealthCheck, int, ProbeResult> answer)
        : this((check, number, _) => Task.FromResult(answer(check, number)))
    {
    }

    public Task<ProbeResult> ProbeAsync(HealthCheck check, CancellationToken cancellation)
    {
        _counts[check] = _counts.GetValueOrDefault(check) + 1;
        return answer(check, _counts[check], cancellation);
    }
}
