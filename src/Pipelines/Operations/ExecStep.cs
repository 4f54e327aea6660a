using System.Globalization;
using Pipelines.Configuration.Schema;
using Pipelines.Errors;
using Pipelines.History.Events;
using Pipelines.Hosts;
using Pipelines.Hosts.Programs;
using Pipelines.Hosts.Targets;
using Pipelines.Steps;
using Pipelines.Storage;
using Pipelines.Views;

namespace Pipelines.Operations;

/// <summary>Runs a program in the live release, on every host.</summary>
public sealed class ExecStep(EventLogs logs, Fleets fleets) : Step
{
    private static readonly Input<IReadOnlyList<string>> Line = Input.Parsed("command",
        "Program and arguments, split at spaces outside quotes. No shell is involved.", "a command such as \"bin/console migrate\"",
        (string text, out IReadOnlyList<string>? value) => CommandLineText.TrySplit(text, out value)) with
    { Required = true, IsProse = true };

    private static readonly Input<TimeSpan?> Within = Input.Duration("within", "Time limit on each host. Default: none.");
    private static readonly Output Failed = new("failed", "On how many hosts it failed, or could not be run.");

    private static readonly Table<HostAnswer> Answers = new Table<HostAnswer>("hosts")
        .Text("host", "Host", answer => answer.Host)
        .Shown("Status", answer => answer.Status?.ToString(CultureInfo.InvariantCulture) ?? "not run")
        .Given("status", answer => answer.Status)
        .GivenText("output", answer => answer.Output)
        .GivenText("failure", answer => answer.Failure);

    public override StepDefinition Definition { get; } = new("exec",
        "Run a program in the live release on every host of an environment, and show what it says.")
    {
        Details = "It runs side by side on all hosts, in the directory of the live release and with its variables; secrets among them are "
            + "masked in what is shown. It waits for no deployment and keeps none waiting. The command, the hosts and who asked "
            + "for it are recorded in the event log before it runs. For what needs a shell, use sh -c '...'.",
        Config = ConfigUse.Required,
        Inputs = [CommonInputs.Environment with { Required = true }, Line, HostChoice.Host, Within, CommonInputs.Actor, StoreInputs.Store,
            .. HostInputs.All],
        Positional = [Line],
        Outputs = [Failed],
        Ends = [ExitCode.Failed],
        Examples = [new("exec --environment production \"bin/console cache:clear\"", "On all hosts."),
            new("exec --environment production --host web-1 \"df -h .\"", "On one host.")],
    };

    public override async Task<StepResult> RunAsync(StepContext step, CancellationToken cancellation)
    {
        Fleets.Mask(step);
        var targets = HostChoice.Of(step, fleets.Targets(step));
        var line = step.Require(Line);
        var live = await Execution.RecordAsync(logs.Of(step), step, CommandText.Of(line), targets, cancellation);
        var answers = await HostOutput.RunAsync(targets, new HostProgram.InRelease(line, step.Get(Within)), HostChoice.Job(step, live),
            step.Reporter, cancellation);
        var failed = answers.Count(answer => answer.Status != 0);
        return new StepResult(failed == 0 ? ExitCode.Passed : ExitCode.Failed, failed == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"failed on {failed} of {answers.Count} hosts."))
        {
            Views = [Answers.Of(answers)],
        }.With(Failed, failed);
    }
}
