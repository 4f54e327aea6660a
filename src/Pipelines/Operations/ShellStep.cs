using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Targets;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Operations;

/// <summary>Opens a shell in the live release.</summary>
public sealed class ShellStep(EventLogs logs, Fleets fleets) : Step
{
    public override StepDefinition Definition { get; } = new("shell", "Open a shell in the live release on a host of an environment.")
    {
        Details = "It is the shell of the user who deploys, in the directory of the live release and with its variables, secrets included: "
            + "what you do there is yours to see, and nothing of it is masked. That it was opened, where and by whom is recorded in "
            + "the event log. Without --host it is the first host.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, HostChoice.Host with
        { Summary = "The host, as the configuration file writes it, or a part of that which no other host has. Default: the first." },
            CommonInputs.Actor, StoreInputs.Store,
            .. HostInputs.All],
        Ends = [ExitCode.Failed],
        Examples = [new("shell --environment production --host web-1", "On one host.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        Fleets.Mask(step);
        var target = HostChoice.Of(step, fleets.Targets(step))[0];
        await Execution.RecordAsync(logs.Of(step), step, "a shell", [target], cancellation);
        var status = await target.Host.ShellAsync(cancellation);
        return status == 0 ? StepResult.Passed("") : new StepResult(ExitCode.Failed, $"the shell ended with status {status}.");
    }
}
