using Pipelines.Adapters.Hosts.Services;
using Pipelines.Errors;
using Pipelines.Hosts;
using Pipelines.Hosts.Hooks;
using Pipelines.Hosts.Programs;
using Pipelines.Hosts.Variables;
using Pipelines.Model;
using Pipelines.Processes;
using Pipelines.Reporting;

namespace Pipelines.Adapters.Hosts.Local;

/// <summary>Runs the user's commands on a host: hooks, tasks of a maintenance, and programs beside the deployments.</summary>
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

    /// <summary>A program beside the deployments.</summary>
    /// <exception cref="PipelineException">Nothing of ours is live, or the service has no log that is known.</exception>
    public async Task<HostEnding> RunAsync(HostProgram program, Func<string, SlotView> view, SlotServices services, IReporter reporter,
        CancellationToken cancellation)
    {
        var command = program switch
        {
            HostProgram.Plain plain => new ProcessCommand(plain.Line[0], [.. plain.Line.Skip(1)]),
            HostProgram.InRelease own when Live(view, reporter) is var slot =>
                slot.Program(own.Line, slot.Release!, slot.Environment) with { TimeLimit = own.Within },
            HostProgram.Logs logs when Live(view, reporter) is var slot => LogCommand(slot, services, logs),
            _ => throw new ArgumentOutOfRangeException(nameof(program), program, "unknown program"),
        };
        var result = await processes.RunAsync(command, reporter.Info, cancellation);
        return new HostEnding(result.ExitCode, reporter.Redact(result.Output));
    }

    private static ProcessCommand LogCommand(SlotView slot, SlotServices services, HostProgram.Logs logs) =>
        slot.Spec.Service is null ? throw new PipelineException("no service is configured, so there is no log.")
        : services.Of(slot).LogCommand(logs.Lines, logs.Follow) ?? throw new PipelineException(
            "where this service logs is not known, because it is run by commands of yours.",
            "Use pipelines exec with the program that shows its log.");

    /// <summary>The slot of the live release. Values of its secret variables are masked from now on.</summary>
    private SlotView Live(Func<string, SlotView> view, IReporter reporter)
    {
        if (store.Read() is not { ServesOurs: true, Live: { } live } || view(live.Slot) is not { Release: not null } slot)
        {
            throw new PipelineException("nothing is live that was deployed, so there is no release to run it in.");
        }

        var secrets = slot.Environment.Where(variable => slot.Spec.Variables.GetValueOrDefault(variable.Key) is { Secret: not null })
            .Select(variable => variable.Value).Concat(CredentialFiles.ValuesIn(layout.SlotCredentials(slot.Slot.Name)));
        foreach (var value in secrets)
        {
            reporter.Mask(new Secret(value));
        }

        return slot;
    }
}
