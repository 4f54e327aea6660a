using Pipelines.Health.Checks;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Probes;

/// <summary>Runs <c>systemctl is-active</c>. A unit that is still activating is not healthy yet.</summary>
internal sealed class SystemdProbe(IProcessRunner runner) : CheckProbe<SystemdCheck>
{
    protected override async Task<ProbeResult> ProbeAsync(SystemdCheck check, CancellationToken cancellation)
    {
        var command = new ProcessCommand("systemctl", "is-active", "--", check.Unit);
        var result = await runner.RunAsync(command, null, cancellation);
        var state = Excerpt.Of(result.Output);
        return result.Succeeded && state == "active"
            ? ProbeResult.Well("active") : ProbeResult.Ill($"the unit's state is {state} (expected active)");
    }
}
