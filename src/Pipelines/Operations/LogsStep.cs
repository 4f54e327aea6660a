using Pipelines.Errors;
using Pipelines.History;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Programs;
using Pipelines.Hosts.Targets;
using Pipelines.Steps;
using Pipelines.Storage;

namespace Pipelines.Operations;

/// <summary>Shows the log of the service on every host.</summary>
public sealed class LogsStep(EventLogs logs, Fleets fleets) : Step
{
    private static readonly Input<int?> Lines = Input.Integer("lines", "How many of the last lines of each host.", 1, 100_000)
        .Or(50, "50");

    private static readonly Input<bool> Follow = Input.Flag("follow", "Go on with what is added, until you stop it.");
    private static readonly Output Failed = new("failed", "How many hosts could not show it.");

    public override StepDefinition Definition { get; } = new("logs", "Show the log of the live service on every host of an environment.")
    {
        Details = "The journal of a systemd unit, or the output of a process. Values of the app's secret variables are masked. "
            + "With several hosts, each line begins with its host.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, Lines, Follow, HostChoice.Host, StoreInputs.Store,
            .. HostInputs.All],
        Outputs = [Failed],
        Ends = [ExitCode.Failed],
        Examples = [new("logs --environment production --follow", "Watch all hosts.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        Fleets.Mask(step);
        var targets = HostChoice.Of(step, fleets.Targets(step));
        var live = new DeploymentHistory(await logs.Of(step).ReadAsync(cancellation)).Live;
        var answers = await HostOutput.RunAsync(targets, new HostProgram.Logs(step.Get(Lines)!.Value, step.Get(Follow)),
            HostChoice.Job(step, live), step.Reporter, cancellation);
        var failed = answers.Count(answer => answer.Status != 0);
        return new StepResult(failed == 0 ? ExitCode.Passed : ExitCode.Failed, "").With(Failed, failed);
    }
}
