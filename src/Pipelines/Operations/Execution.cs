using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts.Targets;
using Pipelines.Steps;

namespace Pipelines.Operations;

/// <summary>Records what people run on hosts, before it runs.</summary>
internal static class Execution
{
    /// <summary>Records it with the live deployment.</summary>
    /// <returns>That deployment.</returns>
    /// <exception cref="PipelineException">Nothing is live, or the log cannot be written.</exception>
    public static async Task<DeploymentRecord> RecordAsync(EventLog log, StepContext step, string command, IReadOnlyList<Target> targets,
        CancellationToken cancellation)
    {
        var live = new DeploymentHistory(await log.ReadAsync(cancellation)).Live
            ?? throw new PipelineException($"{step.Environment}: nothing is live, so there is no release to run it in.", "Deploy first.");
        var executed = new DeploymentEvent.Executed(command, [.. targets.Select(target => target.Host.Name)], step.Actor);
        await log.AppendAsync(live.Id, executed, guard: null, cancellation);
        return live;
    }
}
