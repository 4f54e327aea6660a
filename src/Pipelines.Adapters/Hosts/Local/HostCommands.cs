using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Variables;
using Pipelines.Model;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Runs the user's commands on a host: hooks, and tasks of a maintenance.</summary>
internal sealed class HostCommands(HostLayout layout, HostStore store, IProcessRunner processes)
{
    /// <summary>A hook of the release that a job brings.</summary>
    public async Task<HostOutcome> RunAsync(HostAction.RunHook action, SlotView slot, HostJob job, IReporter reporter,
        CancellationToken cancellation)
    {
        var (hook, name) = (slot.Spec.Hooks[action.At], HookPoints.Names[action.At]);
        var (_, live, earlier) = store.Read();
        var previous = live?.Deployment == job.Deployment ? earlier : live;
        var variables = new Dictionary<string, string>(slot.Variables(job.Release))
        {
            [HostVariables.Hook] = name,
            [HostVariables.PreviousRelease] = previous?.Release ?? "",
            [HostVariables.DeploymentType] = job.Type.WireName(),
            [HostVariables.Actor] = job.Actor ?? "",
            [HostVariables.Root] = layout.Root,
            [HostVariables.ReleaseDirectory] = layout.Release(job.Release),
        };
        var command = slot.Command(hook.Command, job.Release, variables) with { TimeLimit = hook.Within };
        var result = await processes.RunAsync(command, reporter.Info, cancellation);
        return result.Succeeded ? HostOutcome.Done : new HostOutcome("", $"hook {name} {ProcessEnding.Of(result, hook.Within)}");
    }

    /// <summary>A task of a maintenance, in the live release.</summary>
    public async Task<HostOutcome> RunAsync(HostAction.RunTask task, Func<string, SlotView> view, IReporter reporter,
        CancellationToken cancellation)
    {
        if (store.Read() is not { ServesOurs: true, Live: { } live })
        {
            return new HostOutcome("", "nothing is live that was deployed, so there is no release to run it in.");
        }

        var slot = view(live.Slot);
        var command = slot.Command(task.Command, live.Release, slot.Environment) with { TimeLimit = task.Within };
        var result = await processes.RunAsync(command, reporter.Info, cancellation);
        return result.Succeeded ? HostOutcome.Done : new HostOutcome("", $"task {task.Name} {ProcessEnding.Of(result, task.Within)}");
    }
}
